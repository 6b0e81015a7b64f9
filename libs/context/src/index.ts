export { conjugateGradients } from './conjugate-gradients.js';
export { contextual, type ContextualLearner } from './contextual.js';
export {
  contextualDefaults,
  contextualRanges,
  contextualSettings,
  type ContextualSettings,
} from './contextual-settings.js';
export type { Features } from './features.js';
export { Featurizer, PLAIN_FEATURES } from './featurizer.js';
export { StateError } from './state-error.js';
export type { Lesson, LessonCall, QueryTrace, TracedDecision } from './query-trace.js';
export { PRICES } from './spend-curve.js';
export { playedReward, type SubsetReward, type SubsetRewardName } from './select/subset-reward.js';
export { MOST_MEMBERS, MOST_SUBSETS } from './select/subset-chances.js';
export {
  UntaughtModelError,
  type SelectExample,
  type SelectOutcome,
} from './select/select-example.js';
export { selectDefaults, selectSettings, type SelectSettings } from './select/select-settings.js';
export {
  assertTerms,
  selectTermsDefaults,
  selectWays,
  type SelectTerms,
  type SelectWay,
} from './select/select-terms.js';
export { select, type Selection } from './select/selection.js';
export { LearntSubsets } from './select/learnt-subsets.js';
export { SubsetForecaster, type CallForecast } from './select/subset-forecaster.js';
export type { Execution } from './select/subset-time.js';
export { subsetForecasts, type SubsetForecast } from './select/subset-forecast.js';
export { untilSuccess } from './select/subset-time.js';
export { selectCurve } from './select/select-curve.js';
export type { SelectForeseen } from './select/select-foreseen.js';
export {
  decideBySubsets,
  selectPolicy,
  type SelectDecision,
  type SelectKnowledge,
  type SelectPolicy,
} from './select/select-policy.js';
export {
  selectFamilies,
  selectPolicyDefaults,
  type SelectFamily,
  type SelectPolicySettings,
} from './select/select-policy-settings.js';
export { readSubsets, writeSubsets } from './select/subset-state.js';
