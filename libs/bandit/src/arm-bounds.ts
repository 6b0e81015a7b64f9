import { emptyArm, ONE_REWARD_MICRO, type ArmStatistics } from './arm-statistics.js';
import {
  bernsteinRadius,
  hoeffdingRadius,
  logTerm,
  neglectTerm,
  wilsonUpper,
} from './confidence.js';
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

/** Hoeffding's radius needs only the count; empirical Bernstein's the variance. */
export type RadiusName = 'hoeffding' | 'bernstein';

/** Wilson's interval takes the variance from the mean, as of successes and failures. */
export type RewardRadiusName = RadiusName | 'wilson';

/** How optimistic the bounds are. */
export interface Optimism {
  /** alpha_mu: the part of the radius that is added to a mean reward. 1 is the paper's guarantee. */
  readonly alphaReward: number;
  /**
   * How far the interval of a model that was rewarded less often than the others is widened; counts
   * with Wilson's interval alone. 1 is MOSS, 0 nothing; 1 by default.
   */
  readonly alphaNeglect?: number;
  /** alpha_c: the part of the radius that is taken from a mean cost. */
  readonly alphaCost: number;
  readonly delta: number;
  /** How wide the interval of a mean is; by default Hoeffding's. */
  readonly rewardRadius?: RewardRadiusName;
  readonly costRadius?: RadiusName;
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
 * the bounds of the others. That, and any alpha below 1, is a heuristic. By Wilson's interval a model
 * that was rewarded less often than the others is believed capable of more.
 * @param round 1-based
 */
export function armBounds(
  offers: readonly ModelOffer[],
  statistics: ReadonlyMap<ModelId, ArmStatistics>,
  round: number,
  optimism: Optimism,
): ArmBounds[] {
  const arms = offers.map(({ model }) => statistics.get(model) ?? emptyArm);
  const rewards = arms.reduce((sum, arm) => sum + arm.rewards, 0);
  const ground = {
    log: logTerm(round, { models: offers.length, delta: optimism.delta }),
    fairShare: rewards / offers.length,
  };
  return offers.map((offer, index) =>
    boundsOf(offer, arms[index] as ArmStatistics, ground, optimism),
  );
}

/** What the bounds of all models have in common. */
interface Ground {
  /** The round's `logTerm`. */
  readonly log: number;
  /** How many rewards a model has on average. */
  readonly fairShare: number;
}

function boundsOf(
  { model, priorCostNano }: ModelOffer,
  arm: ArmStatistics,
  ground: Ground,
  optimism: Optimism,
): ArmBounds {
  const { rewards, rewardSumMicro, costs, costSumNano } = arm;
  const { alphaCost, costPriorWeight } = optimism;
  const rewardSum = rewardSumMicro / ONE_REWARD_MICRO;
  const meanReward = rewards === 0 ? null : rewardSum / rewards;
  const costWeight = costs + costPriorWeight;
  const meanCostNano = (costSumNano + costPriorWeight * priorCostNano) / costWeight;
  return {
    model,
    rewards,
    costs,
    meanReward,
    upperReward: meanReward === null ? 1 : upperReward(meanReward, arm, ground, optimism),
    likelyReward:
      (rewardSum + REWARD_PRIOR_WEIGHT * PRIOR_REWARD) / (rewards + REWARD_PRIOR_WEIGHT),
    meanCostNano,
    lowCostNano:
      meanCostNano *
      Math.max(0, 1 - alphaCost * relativeCostRadius(arm, costWeight, ground.log, optimism)),
  };
}

/**
 * `alpha_mu` radii above the mean; Wilson's interval as wide as Hoeffding's where the mean is one half,
 * and wider for a neglected model, so that no early bad luck is final.
 */
function upperReward(
  mean: number,
  arm: ArmStatistics,
  { log, fairShare }: Ground,
  { alphaReward, alphaNeglect = 1, rewardRadius }: Optimism,
): number {
  const { rewards, rewardSumMicro, rewardSquareSumMicro2 } = arm;
  if (rewardRadius === 'wilson') {
    const neglect = neglectTerm(rewards, fairShare);
    const width = Math.max(alphaReward ** 2 * log, alphaNeglect ** 2 * neglect);
    return wilsonUpper(mean, rewards, Math.sqrt(2 * width));
  }
  if (rewardRadius !== 'bernstein') {
    return Math.min(1, mean + alphaReward * hoeffdingRadius(rewards, log));
  }
  const variance = varianceOf(rewards, rewardSumMicro, rewardSquareSumMicro2);
  const radius = bernsteinRadius(rewards, log, variance / ONE_REWARD_MICRO ** 2, 1);
  return Math.min(1, mean + alphaReward * radius);
}

/** In parts of the mean cost. What a cost can be at most is not known: its mean stands in for it. */
function relativeCostRadius(
  arm: ArmStatistics,
  weight: number,
  log: number,
  { costRadius: name }: Optimism,
): number {
  const { costs, costSumNano, costSquareSumNano2 } = arm;
  if (name !== 'bernstein' || costSumNano === 0) return hoeffdingRadius(weight, log);
  const variance = varianceOf(costs, costSumNano, costSquareSumNano2) / (costSumNano / costs) ** 2;
  return bernsteinRadius(weight, log, variance, 1);
}

/** Of values with this count, sum and sum of squares. */
function varianceOf(count: number, sum: number, squares: bigint): number {
  return Math.max(0, Number(squares) / count - (sum / count) ** 2);
}
