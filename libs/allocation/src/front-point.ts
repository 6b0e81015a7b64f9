/** An allocation of the batch that no other beats in both accuracy and cost, as far as is foreseen. */
export interface FrontPoint {
  /** The sweep of the price of money, destroy-and-repair, or that all queries are given to one choice. */
  readonly by: 'sweep' | 'repair' | 'fixed';
  /** The mean reward of the queries, in [0, 1], and the 95% interval of what will come true. */
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
  /** Nano-dollars of all queries. */
  readonly costNano: number;
  /** Of every query: the number of its combination. */
  readonly choices: Uint16Array;
}

/** Of the standard normal distribution: 95% lie so near to the mean. */
const SIGMAS = 1.96;

/** The 95% interval of an accuracy that is foreseen with a standard error, in so many queries. */
export function intervalOf(accuracy: number, stderr: number, queries: number) {
  const width = SIGMAS * Math.sqrt(stderr * stderr + (accuracy * (1 - accuracy)) / queries);
  return { low: clamped(accuracy - width), high: clamped(accuracy + width) };
}

/**
 * Those of which no cheaper one is more accurate. A point that was found, and is foreseen to be less
 * accurate than a cheaper one by no more than a standard error, stays and is shown as equal: which is
 * better is not known. A fixed one is only worth listing if it is better.
 */
export function rising(points: readonly FrontPoint[]): FrontPoint[] {
  let best = -Infinity;
  return points
    .toSorted((one, other) => one.costNano - other.costNano || other.accuracy - one.accuracy)
    .flatMap((point) => {
      const { by, accuracy, low, high } = point;
      const behind = best - accuracy;
      best = Math.max(best, accuracy);
      if (behind < 0) return [point];
      if (by === 'fixed' || behind > (high - low) / (2 * SIGMAS)) return [];
      return [
        { ...point, accuracy: best, low: clamped(low + behind), high: clamped(high + behind) },
      ];
    });
}

export function clamped(accuracy: number): number {
  return Math.min(1, Math.max(0, accuracy));
}
