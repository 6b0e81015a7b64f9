import type { Decision, ObservedCall } from '#bandit';
import type { Features } from './features.js';
import { PRICES } from './spend-curve.js';

/** All of a query that is learnt from later, in numbers and without a word of it. Plain JSON. */
export interface QueryTrace {
  /** How many features there are in all. */
  readonly size: number;
  /** Those that are not 0: which, and their values. */
  readonly indices: readonly number[];
  readonly values: readonly number[];
  /** The simple counts of its text, not yet taken from their means. */
  readonly plain: readonly number[];
  /** What its choice was expected to cost, nano-dollars, from which price of money on: by the price's index. */
  readonly costs: readonly (readonly [number, number])[];
}

/** A decision with what it takes to learn from it. */
export interface TracedDecision extends Decision {
  readonly trace: QueryTrace;
  /** Reward that a nano-dollar had to earn to be spent; 0 where the budget is not short. */
  readonly priceOfMoney: number;
}

/** What became of a query's calls since it was last studied. */
export interface Lesson {
  readonly trace: QueryTrace;
  /** The query was not studied before. */
  readonly first: boolean;
  readonly calls: readonly LessonCall[];
}

/** What one call taught. */
export interface LessonCall extends ObservedCall {
  /** The reward that was learnt before and that this one corrects, micro-units. */
  readonly replacesMicro?: number;
}

/** Digits that a feature keeps, so that a trace is short: those of a 32-bit float. */
const DIGITS = 7;

/** The features as a trace keeps them: what is decided by is what is learnt from. */
export function rounded({ indices, values }: Features): Features {
  return { indices, values: values.map((value) => Number(value.toPrecision(DIGITS))) };
}

/** @param costs at every price of money, never rising */
export function traceOf(
  { indices, values }: Features,
  plain: readonly number[],
  size: number,
  costs: Float64Array,
): QueryTrace {
  const steps: [number, number][] = [];
  costs.forEach((cost, at) => {
    if (at === 0 || cost !== costs[at - 1]) steps.push([at, cost]);
  });
  return { size, indices: [...indices], values: [...values], plain: [...plain], costs: steps };
}

export function featuresOfTrace({ indices, values }: QueryTrace): Features {
  return { indices: Int32Array.from(indices), values: Float64Array.from(values) };
}

export function costsOfTrace({ costs }: QueryTrace): Float64Array {
  const all = new Float64Array(PRICES.length);
  costs.forEach(([from, cost], step) => all.fill(cost, from, costs[step + 1]?.[0]));
  return all;
}
