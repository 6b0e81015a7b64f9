import type { PlacedRow } from './placed-row.js';

/** What calls cost on any query, and how much more on hard ones. */
export interface DifficultyCosts {
  /** Nano-dollars, by model; 0 where none was seen. */
  readonly base: Float64Array;
  /** By how much of its base a cost falls where the mean ease is 1. */
  readonly slope: number;
}

/** What a cost is of its base where the queries' mean ease is this one. */
export function costFactor(slope: number, ease: number): number {
  return Math.max(LEAST_FACTOR, 1 - slope * ease);
}

const LEAST_FACTOR = 0.1;
const SLOPE_RANGE = [-0.5, 2] as const;
/** No slope is expected, with the weight of some hundred calls. */
const SLOPE_PRECISION = 50;
const MOST_STEPS = 8;
const ENOUGH = 1e-4;
const LONGEST_STEP = 0.3;

/**
 * Bases for each model and one slope for all, by quasi-likelihood with a variance in proportion to the
 * mean: each model is compared with itself, on easy and on hard queries.
 * @param eases the mean ease where all models of a set fail, by node
 */
export function fitCosts(
  rows: readonly PlacedRow[],
  eases: Float64Array,
  models: number,
): DifficultyCosts {
  let slope = 0;
  let base = basesOf(rows, eases, models, slope);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const change = slopeStep(rows, eases, base, slope);
    slope = Math.max(SLOPE_RANGE[0], Math.min(SLOPE_RANGE[1], slope + change));
    base = basesOf(rows, eases, models, slope);
    if (Math.abs(change) < ENOUGH) break;
  }
  return { base, slope };
}

function basesOf(
  rows: readonly PlacedRow[],
  eases: Float64Array,
  models: number,
  slope: number,
): Float64Array {
  const paid = new Float64Array(models);
  const worth = new Float64Array(models);
  for (const { model, before, row } of rows) {
    const { costs, costSumNano } = row.statistics;
    paid[model] = (paid[model] as number) + costSumNano;
    worth[model] = (worth[model] as number) + costs * costFactor(slope, eases[before] as number);
  }
  return paid.map((sum, model) => (sum > 0 ? sum / (worth[model] as number) : 0));
}

/** Newton's, with each model's base following the slope. */
function slopeStep(
  rows: readonly PlacedRow[],
  eases: Float64Array,
  base: Float64Array,
  slope: number,
): number {
  const worth = new Float64Array(base.length);
  const bent = new Float64Array(base.length);
  for (const { model, before, row } of rows) {
    const ease = eases[before] as number;
    worth[model] = (worth[model] as number) + row.statistics.costs * costFactor(slope, ease);
    bent[model] = (bent[model] as number) - row.statistics.costs * ease;
  }
  let score = -SLOPE_PRECISION * slope;
  let information = SLOPE_PRECISION;
  for (const { model, before, row } of rows) {
    const { costs, costSumNano } = row.statistics;
    const unit = base[model] as number;
    if (costs === 0 || unit === 0) continue;
    const ease = eases[before] as number;
    const factor = costFactor(slope, ease);
    const lever = -ease / factor - (bent[model] as number) / (worth[model] as number);
    score += (costSumNano / unit - costs * factor) * lever;
    information += costs * factor * lever * lever;
  }
  return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, score / information));
}
