import { emptyArm, ONE_REWARD_MICRO, type ArmStatistics } from './arm-statistics.js';
import type { FailureBeliefs } from './failure-beliefs.js';
import type { FailureStatistics } from './failure-statistics.js';
import type { ModelId } from './model-offer.js';

/**
 * Every model's statistics as if it had always been asked first. A model that is asked after others
 * failed sees the hard queries: its odds of success and its cost there are divided by the common
 * factors of so many failures. For deciding, not to be added to: sums are no integers, and the
 * squares are those seen. Calls that were seen on any query and given failures besides count once.
 */
export function unbiasedArms(
  statistics: ReadonlyMap<ModelId, ArmStatistics>,
  failures: FailureStatistics,
  { odds, costs }: FailureBeliefs,
): Map<ModelId, ArmStatistics> {
  const first = new Map<ModelId, ArmStatistics>();
  const later = new Map<ModelId, Later>();
  for (const { model, failures: before, statistics: seen } of failures.depths) {
    if (before === 0) {
      first.set(model, seen);
      continue;
    }
    const depth = Math.min(before, odds.length - 1);
    const sums = later.get(model) ?? { rewards: 0, rewardSumMicro: 0, costs: 0, costSumNano: 0 };
    sums.rewards += seen.rewards;
    sums.rewardSumMicro += plainRewardSum(seen, odds[depth] as number);
    sums.costs += seen.costs;
    sums.costSumNano += seen.costSumNano / (costs[depth] as number);
    later.set(model, sums);
  }
  const arms = new Map(statistics);
  for (const [model, sums] of later) {
    const arm = statistics.get(model);
    if (arm !== undefined) arms.set(model, together(arm, first.get(model) ?? emptyArm, sums));
  }
  return arms;
}

interface Later {
  rewards: number;
  rewardSumMicro: number;
  costs: number;
  costSumNano: number;
}

/**
 * Calls that were not seen on any query count by their corrected mean: a common factor is not quite
 * that of each model, so they weigh as many observations at most.
 */
const LATER_WEIGHT = 100;

function together(all: ArmStatistics, first: ArmStatistics, later: Later): ArmStatistics {
  return {
    ...all,
    rewardSumMicro:
      all.rewards *
      meanOf(all.rewards, first.rewards, first.rewardSumMicro, later.rewards, later.rewardSumMicro),
    costSumNano:
      all.costs * meanOf(all.costs, first.costs, first.costSumNano, later.costs, later.costSumNano),
  };
}

/** The mean of all values, of which those of the first calls count one by one. */
function meanOf(
  all: number,
  first: number,
  firstSum: number,
  later: number,
  laterSum: number,
): number {
  const weight = later > 0 ? Math.min(LATER_WEIGHT, Math.max(0, all - first)) : 0;
  const count = first + weight;
  return count > 0 ? (firstSum + (later > 0 ? (weight * laterSum) / later : 0)) / count : 0;
}

function plainRewardSum({ rewards, rewardSumMicro }: ArmStatistics, odds: number): number {
  const mean = rewardSumMicro / (Math.max(1, rewards) * ONE_REWARD_MICRO);
  return rewardSumMicro / (mean + (1 - mean) * odds);
}
