export { bestMixture, type HindsightMixture } from './best-mixture.js';
export { clairvoyance, type Clairvoyance } from './clairvoyance.js';
export { combinationPoints } from './combination-points.js';
export { estimateOf, type Estimate } from './curve.js';
export { offeredTable, phasesOf, type Change, type Drift, type Phase } from './drift.js';
export type { Environment, Episode } from './environment.js';
export { expectedPoints } from './expected-points.js';
export { alwaysBest, alwaysCheapest } from './fixed-choices.js';
export type { CombinationFigures, HindsightTerms, ScoredRewardModel } from './hindsight-terms.js';
export { linesOf } from './lines.js';
export {
  atOnce,
  estimateFromLog,
  UnaffordableError,
  type LogTerms,
  type RoundOfLog,
  type RoundsLog,
} from './log-estimate.js';
export {
  answerOf,
  inDollars,
  offPolicy,
  weighed,
  type Interval,
  type LoggedRound,
  type OffPolicyAnswer,
  type OffPolicyEstimates,
  type OffPolicyReport,
  type OutcomeModel,
  type WeighedRound,
} from './off-policy.js';
export { outcomeBeliefs } from './outcome-beliefs.js';
export { oracleLearner } from './oracle-learner.js';
export type { Outcome } from './outcome.js';
export { outcomeTable, type OutcomeTable } from './outcome-table.js';
export { priceList } from './price-list.js';
export { profileWorld } from './profile-world.js';
export type { ModelProfile, Profile, Skill, TaskProfile } from './profile.js';
export { recordedEnvironment, type Arrival } from './recorded-environment.js';
export { RecordedFileError } from './recorded-file-error.js';
export { readRecorded } from './recorded-file.js';
export type { RecordedQuery } from './recorded-query.js';
export { recordedWorld } from './recorded-world.js';
export { isCascade, type ReplayTerms } from './replay-terms.js';
export {
  curveErrors,
  pairedDifference,
  runFigures,
  type CurveErrors,
  type CurvePoint,
  type RunFigures,
} from './run-report.js';
export {
  runSeed,
  type RoundWitness,
  type SeedPlan,
  type SeedRun,
  type WitnessedRound,
} from './seed-run.js';
export {
  meansTable,
  sampledTable,
  syntheticEnvironment,
  type SyntheticModel,
} from './synthetic-environment.js';
export type { World, WorldQuery } from './world.js';
export { labelTable, type LabelledQuery, type LabelTable } from './voting/label-table.js';
export type { PlayedVote } from './voting/play-vote.js';
export { judgedOf, voteFigures, type VoteFigures } from './voting/vote-figures.js';
export {
  allOf,
  bestSingle,
  countingAlike,
  mixedVotes,
  votesBy,
  votesWithin,
  type ChosenEnsemble,
  type OfflineResult,
} from './voting/vote-offline.js';
export { playVotes, type Hearing } from './voting/vote-online.js';
export {
  clusteredKnowledge,
  confusionKnowledge,
  uniformKnowledge,
  type KnownVoters,
  type VoterKnowledge,
} from './voting/voters-known.js';
