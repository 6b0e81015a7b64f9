export type { ArmBounds } from './arm-bounds.js';
export {
  add,
  emptyArm,
  observe,
  ONE_REWARD_MICRO,
  replaceReward,
  type ArmObservation,
  type ArmStatistics,
} from './arm-statistics.js';
export type { ModelId, ModelOffer } from './model-offer.js';
export { bookRound, emptyPacing, settleRound, type Pacing } from './pacing.js';
export type { Decision, DecisionInput, Policy } from './policy.js';
export { randomOf, type Random } from './random.js';
export type {
  FractionalSolution,
  MixedSolution,
  RelaxedSolution,
  SupportPoint,
} from './relaxed-solution.js';
export type { RewardModelName } from './reward-model.js';
