import type { Features } from '../features.js';
import { CrossFittedRegression } from './cross-fitted-regression.js';

/** Foresees the logarithm of a positive figure of one model: a length, a latency, a cost. */
export interface LogForecast {
  estimate(features: Features): number;
  /** Of each example, what would have been foreseen if it had not been seen. */
  readonly heldOut: Float64Array;
}

/** A regression of the logarithm on the query's features. @param figures NaN where unknown */
export function regressed(
  rows: readonly Features[],
  figures: Float64Array,
  precisions: Float64Array,
  folds: number,
): LogForecast {
  return new CrossFittedRegression(rows, figures.map(logOf), precisions, folds);
}

/**
 * Latency from output length: `ln latency = a + b ln tokens`, the model's own speed, learnt from calls
 * whose latency and length are both known, and the length foreseen.
 * @param length foresees the logarithm of `tokens`
 * @param tokens of each example, NaN where unknown
 * @param latencies of each example, NaN where unknown; at least one known along with the tokens
 */
export function atSpeed(
  length: LogForecast,
  tokens: Float64Array,
  latencies: Float64Array,
): LogForecast {
  const { level, slope } = speedOf(tokens.map(logOf), latencies.map(logOf));
  return {
    estimate: (features) => level + slope * length.estimate(features),
    heldOut: length.heldOut.map((logTokens) => level + slope * logTokens),
  };
}

/** What is known of the slope before any call, in calls: that time grows with length. */
const PRIOR_CALLS = 5;
const PRIOR_SLOPE = 0.5;

function speedOf(xs: Float64Array, ys: Float64Array): { level: number; slope: number } {
  let count = 0;
  let [x, y] = [0, 0];
  xs.forEach((one, at) => {
    if (!bothKnown(one, ys[at])) return;
    count += 1;
    x += one;
    y += ys[at] as number;
  });
  [x, y] = [x / count, y / count];
  let [squares, products] = [PRIOR_CALLS, PRIOR_CALLS * PRIOR_SLOPE];
  xs.forEach((one, at) => {
    if (!bothKnown(one, ys[at])) return;
    squares += (one - x) ** 2;
    products += (one - x) * ((ys[at] as number) - y);
  });
  const slope = products / squares;
  return { level: y - slope * x, slope };
}

/** Whether a call tells both its length and its latency. */
export function bothKnown(one: number, other: number | undefined): boolean {
  return !Number.isNaN(one) && other !== undefined && !Number.isNaN(other);
}

/** What is less than 1 (a millisecond, a token, a nano-dollar) counts as 1. */
export function logOf(figure: number): number {
  return Number.isNaN(figure) ? NaN : Math.log(Math.max(1, figure));
}
