import type { Features } from '../features.js';
import { CrossFittedRegression, valueOf, type Line } from './cross-fitted-regression.js';

/** Foresees the logarithm of a positive figure of one model: `level + slope * line(features)`. */
export interface LogLine {
  readonly line: Line;
  readonly level: number;
  readonly slope: number;
}

/** The same, of a length, a latency or a cost, with what it would have said of its own examples. */
export interface LogForecast extends LogLine {
  /** Of each example, what would have been foreseen if it had not been seen. */
  readonly heldOut: Float64Array;
}

export function logBy({ line, level, slope }: LogLine, features: Features): number {
  return level + slope * valueOf(line, features);
}

/** A regression of the logarithm on the query's features. @param figures NaN where unknown */
export function regressed(
  rows: readonly Features[],
  figures: Float64Array,
  precisions: Float64Array,
  folds: number,
): LogForecast {
  const { line, heldOut } = new CrossFittedRegression(rows, figures.map(logOf), precisions, folds);
  return { line, level: 0, slope: 1, heldOut };
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
  const speed = speedOf(tokens.map(logOf), latencies.map(logOf));
  const heldOut = length.heldOut.map((logTokens) => speed.level + speed.slope * logTokens);
  return { line: length.line, ...speed, heldOut };
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
