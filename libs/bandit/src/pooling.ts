import { ONE_REWARD_MICRO } from './arm-statistics.js';
import type { PlacedRow } from './placed-row.js';

/** Where little is known, what is common to all models is worth so many observations of a row. */
const LIKELY_WEIGHT = 100;
const WEIGHT_RANGE = [20, 2_000] as const;

/** The likely weight counts as much as so many pairs of observations. */
const PRIOR_PAIRS = 20_000;

/** A row of more observations counts as one of so many: its own mean says little about the others'. */
const MOST_OF_ROW = 60;

/**
 * How many observations of one row the chances that `fails` makes of what is common to all models are
 * worth: `1 / rho - 1`, with the correlation `rho` by which the rows' sums vary more than chance does
 * (a beta-binomial's, by moments). Rows after no failure are left out: a model's ability follows them.
 * @param fails the chance that all models of a set fail, by node
 */
export function poolingWeight(rows: readonly PlacedRow[], fails: Float64Array): number {
  let pairs = PRIOR_PAIRS;
  let excess = PRIOR_PAIRS / (LIKELY_WEIGHT + 1);
  for (const { row, given, before, node } of rows) {
    const { rewards, rewardSumMicro } = row.statistics;
    if (rewards < 2 || given.length === 0) continue;
    const chance = 1 - (fails[node] as number) / (fails[before] as number);
    const variance = Math.max(1e-3, chance * (1 - chance));
    const error = rewardSumMicro / ONE_REWARD_MICRO - rewards * chance;
    const part = Math.min(1, MOST_OF_ROW / rewards);
    excess += part * part * ((error * error) / variance - rewards);
    pairs += part * part * rewards * (rewards - 1);
  }
  const [least, most] = WEIGHT_RANGE;
  return excess <= 0 ? most : Math.max(least, Math.min(most, pairs / excess - 1));
}
