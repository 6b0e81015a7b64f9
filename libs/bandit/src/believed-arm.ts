import { emptyArm, ONE_REWARD_MICRO, type ArmStatistics } from './arm-statistics.js';
import { wilsonUpper } from './confidence.js';
import type { ModelId, ModelOffer } from './model-offer.js';

/** What is believed of a model on any query, to be shown: whichever policy decides. */
export interface BelievedArm {
  readonly model: ModelId;
  /** The observations that it rests on. */
  readonly rewards: number;
  readonly costs: number;
  /** The mean reward, pulled to one half by one observation's weight, in (0, 1). */
  readonly reward: number;
  /** The interval of 95% of the mean reward (Wilson's score interval); [0, 1] before the first. */
  readonly low: number;
  readonly high: number;
  /** The mean cost of a call in nano-dollars, with the listed cost at one observation's weight. */
  readonly costNano: number;
  /** The interval of 95% of the mean cost, by the normal distribution. */
  readonly lowNano: number;
  readonly highNano: number;
}

/** Standard deviations of an interval of 95%. */
const WIDTH = 1.96;
const PRIOR_REWARD = 0.5;

/** In the order of the offers. */
export function believedArms(
  offers: readonly ModelOffer[],
  statistics: ReadonlyMap<ModelId, ArmStatistics>,
): BelievedArm[] {
  return offers.map((offer) => believed(offer, statistics.get(offer.model) ?? emptyArm));
}

function believed({ model, priorCostNano }: ModelOffer, arm: ArmStatistics): BelievedArm {
  const { rewards, rewardSumMicro, costs, costSumNano, costSquareSumNano2 } = arm;
  const sum = rewardSumMicro / ONE_REWARD_MICRO;
  const costNano = (costSumNano + priorCostNano) / (costs + 1);
  const mean = costs === 0 ? priorCostNano : costSumNano / costs;
  const variance = costs === 0 ? mean ** 2 : Number(costSquareSumNano2) / costs - mean ** 2;
  const half = WIDTH * Math.sqrt(Math.max(0, variance) / Math.max(1, costs));
  return {
    model,
    rewards,
    costs,
    reward: (sum + PRIOR_REWARD) / (rewards + 1),
    low: rewards === 0 ? 0 : 1 - wilsonUpper(1 - sum / rewards, rewards, WIDTH),
    high: rewards === 0 ? 1 : wilsonUpper(sum / rewards, rewards, WIDTH),
    costNano,
    lowNano: Math.max(0, costNano - half),
    highNano: costNano + half,
  };
}
