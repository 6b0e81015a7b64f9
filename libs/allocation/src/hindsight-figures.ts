import type { CostAccuracy } from './true-front.js';

/** The part of a cost that the cheapest point of at least that accuracy saves; 0 where there is none. */
export function savingAt(
  found: readonly CostAccuracy[],
  { accuracy, costUsd }: CostAccuracy,
): number {
  const costs = found.filter((point) => point.accuracy >= accuracy).map((point) => point.costUsd);
  return Math.max(0, 1 - Math.min(...costs) / costUsd);
}

/** The accuracy of the most accurate point of at most that cost; 0 where there is none. */
export function accuracyAt(found: readonly CostAccuracy[], costUsd: number): number {
  const within = found.filter((point) => point.costUsd <= costUsd);
  return Math.max(0, ...within.map(({ accuracy }) => accuracy));
}
