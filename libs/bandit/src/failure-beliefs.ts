import { ONE_REWARD_MICRO, type ArmStatistics } from './arm-statistics.js';
import type { FailureStatistics } from './failure-statistics.js';
import type { ModelId } from './model-offer.js';

/**
 * How earlier failures change what a call is expected to do, whichever the models: the entries are by
 * the number of failures, from 0, where both are 1.
 */
export interface FailureBeliefs {
  /** The odds of success after so many failures, over the odds on any query. Above 0. */
  readonly odds: readonly number[];
  /** The cost of a call after so many failures, over its cost on any query. Above 0. */
  readonly costs: readonly number[];
}

/** Each factor starts as the one of one failure less, with the weight of some ten observations. */
const PRIOR = 3;

/**
 * The factors common to all models of a task, each model compared with itself: the odds ratio of
 * Mantel and Haenszel (J. Natl. Cancer Inst. 1959), and the ratio of mean costs with the same
 * weights. Without data both are 1: models fail independently.
 * @param size N; there are factors for 0 to N - 1 failures
 */
export function failureBeliefs(failures: FailureStatistics, size: number): FailureBeliefs {
  const above = { odds: zeros(size), costs: zeros(size) };
  const below = { odds: zeros(size), costs: zeros(size) };
  const first = new Map<ModelId, ArmStatistics>();
  for (const { model, failures: before, statistics } of failures.depths) {
    if (before === 0) first.set(model, statistics);
  }
  for (const { model, failures: before, statistics: late } of failures.depths) {
    const early = first.get(model);
    if (before === 0 || before >= size || early === undefined) continue;
    if (late.rewards > 0 && early.rewards > 0) {
      const all = late.rewards + early.rewards;
      const won = late.rewardSumMicro / ONE_REWARD_MICRO;
      const wonEarly = early.rewardSumMicro / ONE_REWARD_MICRO;
      grow(above.odds, before, (won * (early.rewards - wonEarly)) / all);
      grow(below.odds, before, ((late.rewards - won) * wonEarly) / all);
    }
    const paid = late.costSumNano + early.costSumNano;
    if (late.costs > 0 && early.costs > 0 && paid > 0) {
      grow(above.costs, before, (late.costSumNano * early.costs) / paid);
      grow(below.costs, before, (early.costSumNano * late.costs) / paid);
    }
  }
  return {
    odds: factors(above.odds, below.odds),
    costs: factors(above.costs, below.costs),
  };
}

/** Plain arrays: short ones are made faster than typed ones. */
function zeros(size: number): number[] {
  return new Array<number>(size).fill(0);
}

function grow(sums: number[], at: number, by: number): void {
  sums[at] = (sums[at] as number) + by;
}

function factors(above: readonly number[], below: readonly number[]): number[] {
  const all = [1];
  for (let before = 1; before < above.length; before += 1) {
    const prior = all[before - 1] as number;
    all[before] = ((above[before] as number) + PRIOR * prior) / ((below[before] as number) + PRIOR);
  }
  return all;
}
