import type { ModelId } from './model-offer.js';

/** What the statistics allow to believe of one model in one round. */
export interface ArmBounds {
  readonly model: ModelId;
  /** Observed rewards and costs. */
  readonly rewards: number;
  readonly costs: number;
  /** mu-hat, the mean observed reward in [0, 1]; null before the first. */
  readonly meanReward: number | null;
  /** The optimistic reward in [0, 1]; 1 before the first observation. */
  readonly upperReward: number;
  /** The chance of success that expected cascade costs reckon with, in [0, 1]. */
  readonly likelyReward: number;
  /** c-hat, the mean cost of a call, the price list's expectation blended in: nano-dollars. */
  readonly meanCostNano: number;
  /** The low bound of the mean cost of a call: nano-dollars, at least 0. */
  readonly lowCostNano: number;
}
