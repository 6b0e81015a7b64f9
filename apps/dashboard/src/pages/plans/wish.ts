import type { FrontPoint } from './plan.js';

/** Which point of a front somebody wants, as `POST /v1/plans/{id}/execute` takes it. */
export type Wish = { point: number } | { max_cost_usd: number } | { min_accuracy: number };

/**
 * The point that the API would run for the wish; undefined if it would refuse.
 * @param front ascending in cost and accuracy
 */
export function wishedPoint(wish: Wish, front: readonly FrontPoint[]): FrontPoint | undefined {
  if ('max_cost_usd' in wish)
    return front.findLast(({ predicted_cost_usd }) => predicted_cost_usd <= wish.max_cost_usd);
  if ('min_accuracy' in wish)
    return front.find(({ predicted_accuracy }) => predicted_accuracy >= wish.min_accuracy);
  return front[wish.point];
}

/**
 * Where money stops buying much: the point farthest above the line from the cheapest to the dearest, both
 * axes of the same length. What is shown before anybody has
 * chosen; the last where money buys ever more.
 */
export function bendOf(front: readonly FrontPoint[]): number {
  const [first, last] = [front[0], front.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const width = last.predicted_cost_usd - first.predicted_cost_usd || 1;
  const height = last.predicted_accuracy - first.predicted_accuracy || 1;
  const above = front.map(
    ({ predicted_cost_usd, predicted_accuracy }) =>
      (predicted_accuracy - first.predicted_accuracy) / height -
      (predicted_cost_usd - first.predicted_cost_usd) / width,
  );
  return above.lastIndexOf(Math.max(...above));
}
