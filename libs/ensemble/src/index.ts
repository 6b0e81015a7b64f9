export {
  abstain,
  cast,
  isDecided,
  openBallot,
  verdictOf,
  type Ballot,
  type Verdict,
} from './ballot.js';
export { beliefWeight } from './belief-weight.js';
export {
  calibrated,
  calibrationFigures,
  confidenceIn,
  type Calibration,
  type CalibrationFigures,
  type CalibrationPoint,
  type Judged,
} from './calibration.js';
export {
  chanceOf,
  clusterChances,
  judge,
  neverJudged,
  type RightCount,
} from './cluster-chances.js';
export {
  confusionTable,
  confusionVoice,
  noConfusion,
  tableVoice,
  type ConfusionCounts,
} from './confusion-voice.js';
export { ensemblePoints, type EnsemblePoint } from './ensemble-points.js';
export { valuerOf, type ValuedEnsemble, type Valuer } from './figures.js';
export { kindReader, learnKinds, type QueryKinds } from './query-kinds.js';
export { surGreedy, type EnsembleChoice, type EnsembleOrigin } from './sur-greedy.js';
export { thrift } from './thrift.js';
export {
  thriftDefaults,
  thriftRanges,
  thriftSettings,
  type ThriftSettings,
} from './thrift-settings.js';
export {
  areDue,
  armsOfKind,
  CONFUSION_PRIOR,
  tableOf,
  voteEstimates,
  type EstimateTerms,
  type JudgedAnswer,
  type JudgedBallot,
  type VoteEstimates,
} from './vote-estimates.js';
export { uniformVoice, weightedVoice, type Voice } from './voice.js';
export type { EnsembleFigures, Voter } from './voter.js';
