export { armBounds, type ArmBounds, type Optimism, type RadiusName } from './arm-bounds.js';
export {
  add,
  emptyArm,
  observe,
  ONE_REWARD_MICRO,
  replaceReward,
  type ArmObservation,
  type ArmStatistics,
} from './arm-statistics.js';
export { keepsRules, RulesError, type CombinationRules } from './combination-rules.js';
export { c2mabV } from './c2mab-v.js';
export {
  c2mabVDefaults,
  c2mabVRanges,
  c2mabVSettings,
  type C2mabVSettings,
  type RelaxationName,
} from './c2mab-v-settings.js';
export { setsOf } from './combination-sets.js';
export { believedArms, type BelievedArm } from './believed-arm.js';
export { combinationValues, type CombinationValue, type ValueTerms } from './combination-values.js';
export { rewardEnvelope } from './reward-envelope.js';
export {
  CombinationSpace,
  countCombinations,
  OUT_OF_REACH,
  type CombinationPoint,
} from './combination-space.js';
export { roundDependently, roundingPropensity } from './dependent-rounding.js';
export { expectedCost } from './expected-cost.js';
export { explorationPropensity, explore, type Exploration } from './exploration.js';
export { explored, explorationRanges, type ExplorationSettings } from './explored.js';
export {
  failureIncrements,
  FailureStatistics,
  type FailureIncrement,
  type FailureRow,
} from './failure-statistics.js';
export {
  assertFeasible,
  cheapestCombination,
  InfeasibleBudgetError,
  type Cheapest,
} from './feasibility.js';
export {
  assertForgetting,
  epochLength,
  epochOf,
  forgettingRange,
  type Forgetting,
} from './forgetting.js';
export { solveByLibrary } from './library-solver.js';
export type { EarlierQuery, Learner, LearnerInput, LearnerQuery } from './learner.js';
export type { ObservedCall, RoundObservation } from './round-observation.js';
export type { LinearProgram, LinearSolver } from './linear-program.js';
export { bestMixture, type Mixture } from './mixture.js';
export type { ModelId, ModelOffer } from './model-offer.js';
export {
  bookRound,
  emptyPacing,
  pacedBudget,
  settleRound,
  unspentNano,
  violation,
  type PacerSettings,
  type Pacing,
} from './pacing.js';
export type { Decision, DecisionInput, Policy } from './policy.js';
export {
  c2mabVDirect,
  c2mabVDirectDefaults,
  type C2mabVDirectSettings,
} from './policies/c2mab-v-direct.js';
export { cucb, cucbDefaults, type CucbSettings } from './policies/cucb.js';
export {
  epsilonGreedy,
  epsilonGreedyDefaults,
  type EpsilonGreedySettings,
} from './policies/epsilon-greedy.js';
export {
  namedPolicy,
  policyNames,
  settingsOf,
  type GivenSettings,
  type PolicyName,
} from './policies/named-policy.js';
export { fixed, fixedDefaults, type FixedSettings } from './policies/fixed.js';
export { thompson, thompsonDefaults, type ThompsonSettings } from './policies/thompson.js';
export type { PricedPoint } from './price-search.js';
export { solveByPrice } from './price-solver.js';
export { randomOf, type Random } from './random.js';
export {
  draw,
  propensityOf,
  type Draw,
  type ExploredSolution,
  type FractionalSolution,
  type MixedSolution,
  type RelaxedSolution,
  type SupportPoint,
} from './relaxed-solution.js';
export { rewardOf, type RewardModel, type RewardModelName } from './reward-model.js';
export { rewardModels } from './reward-models.js';
export {
  selectionProblem,
  type Charge,
  type SelectionProblem,
  type SelectionTerms,
} from './selection-problem.js';
export { choiceFaults, rangeFaults, SettingsError, type Range } from './settings-error.js';
export { assertSize, SizeError } from './size-error.js';
export { statisticsLearner } from './statistics-learner.js';
export { forgets, recollect, type Recollected, type StatisticsRow } from './statistics-row.js';
export {
  expectedOutputTokens,
  listedCost,
  priceRatio,
  type TokenPrice,
  type TokenSums,
} from './token-price.js';
export { PACER_RANGES } from './pacer-ranges.js';
