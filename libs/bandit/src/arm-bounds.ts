import { emptyArm, ONE_REWARD_MICRO, type ArmStatistics } from './arm-statistics.js';
import { hoeffdingRadius, logTerm } from './confidence.js';
import type { ModelId, ModelOffer } from './model-offer.js';

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

/** How optimistic the bounds are. */
export interface Optimism {
  /** alpha_mu: the part of the radius that is added to a mean reward. 1 is the paper's guarantee. */
  readonly alphaReward: number;
  /** alpha_c: the part of the radius that is taken from a mean cost. */
  readonly alphaCost: number;
  readonly delta: number;
  /** How many observed costs the price list's expectation is worth, above 0. */
  readonly costPriorWeight: number;
}

/** Before any reward, a call is as likely to succeed as not; one observed reward weighs as much. */
const PRIOR_REWARD = 0.5;
const REWARD_PRIOR_WEIGHT = 1;

/**
 * The bounds of C2MAB-V (arXiv 2405.16587) for every model: `min(1, mu-hat + alpha_mu * radius)` and
 * `max(0, c-hat - alpha_c * radius)`, with a count of its own for each. A cost is measured in units
 * of the model's own mean cost, so that neither an expensive model nor one rare long answer widens
 * the bounds of the others. That, and any alpha below 1, is a heuristic.
 * @param round 1-based
 */
export function armBounds(
  offers: readonly ModelOffer[],
  statistics: ReadonlyMap<ModelId, ArmStatistics>,
  round: number,
  optimism: Optimism,
): ArmBounds[] {
  const log = logTerm(round, { models: offers.length, delta: optimism.delta });
  return offers.map((offer) => boundsOf(offer, statistics.get(offer.model), log, optimism));
}

function boundsOf(
  { model, priorCostNano }: ModelOffer,
  { rewards, rewardSumMicro, costs, costSumNano }: ArmStatistics = emptyArm,
  log: number,
  { alphaReward, alphaCost, costPriorWeight }: Optimism,
): ArmBounds {
  const rewardSum = rewardSumMicro / ONE_REWARD_MICRO;
  const meanReward = rewards === 0 ? null : rewardSum / rewards;
  const costWeight = costs + costPriorWeight;
  const meanCostNano = (costSumNano + costPriorWeight * priorCostNano) / costWeight;
  return {
    model,
    rewards,
    costs,
    meanReward,
    upperReward:
      meanReward === null
        ? 1
        : Math.min(1, meanReward + alphaReward * hoeffdingRadius(rewards, log)),
    likelyReward:
      (rewardSum + REWARD_PRIOR_WEIGHT * PRIOR_REWARD) / (rewards + REWARD_PRIOR_WEIGHT),
    meanCostNano,
    lowCostNano: meanCostNano * Math.max(0, 1 - alphaCost * hoeffdingRadius(costWeight, log)),
  };
}
