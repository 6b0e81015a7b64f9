/** A point of cost and accuracy: of all queries, and their mean. */
export interface CostAccuracy {
  readonly costUsd: number;
  readonly accuracy: number;
}

/** What each model made of a query, by index: rewards in [0, 1], nano-dollars. */
export interface KnownOutcomes {
  readonly rewards: Float64Array;
  readonly costsNano: Float64Array;
}

/**
 * The front of one that knows all outcomes, as OptLLM builds it (arXiv 2405.15130): every query at its
 * cheapest model, then one after the other at the cheapest of those that answer it best, in order of
 * what that costs.
 */
export function trueFront(queries: readonly KnownOutcomes[]): CostAccuracy[] {
  const moves: { readonly gain: number; readonly to: number; readonly price: number }[] = [];
  let reward = 0;
  let costNano = 0;
  for (const { rewards, costsNano } of queries) {
    const cheapest = leastOf(costsNano, (index) => -(rewards[index] as number));
    const best = leastOf(
      rewards.map((value) => -value),
      (index) => costsNano[index] as number,
    );
    const [from, to] = [costsNano[cheapest] as number, costsNano[best] as number];
    const gain = (rewards[best] as number) - (rewards[cheapest] as number);
    reward += rewards[cheapest] as number;
    costNano += from;
    if (gain > 0) moves.push({ gain, to, price: to - from });
  }
  const point = () => ({ costUsd: costNano / 1e9, accuracy: reward / queries.length });
  const front = [point()];
  for (const { gain, price } of moves.sort((one, other) => one.to - other.to)) {
    reward += gain;
    costNano += price;
    front.push(point());
  }
  return front;
}

/** The index of the least value; of several, that with the least of the second. */
function leastOf(values: Float64Array, second: (index: number) => number): number {
  let least = 0;
  for (let index = 1; index < values.length; index += 1) {
    const [value, best] = [values[index] as number, values[least] as number];
    if (value < best || (value === best && second(index) < second(least))) least = index;
  }
  return least;
}

/**
 * Inverted generational distance: the mean distance from the points of the true front to the nearest
 * point found. Costs in dollars and accuracies in [0, 1], as the paper has it, or both divided by
 * their range over the true front.
 */
export function invertedGenerationalDistance(
  truth: readonly CostAccuracy[],
  found: readonly CostAccuracy[],
  { normalised = false } = {},
): number {
  const costUnit = normalised ? rangeOf(truth.map(({ costUsd }) => costUsd)) : 1;
  const accuracyUnit = normalised ? rangeOf(truth.map(({ accuracy }) => accuracy)) : 1;
  const distances = truth.map((point) =>
    found.reduce(
      (least, { costUsd, accuracy }) =>
        Math.min(
          least,
          Math.hypot(
            (costUsd - point.costUsd) / costUnit,
            (accuracy - point.accuracy) / accuracyUnit,
          ),
        ),
      Infinity,
    ),
  );
  return distances.reduce((sum, distance) => sum + distance, 0) / truth.length;
}

/** 1 where all are alike, so that it can be divided by. */
function rangeOf(values: readonly number[]): number {
  const least = values.reduce((one, other) => Math.min(one, other), Infinity);
  const most = values.reduce((one, other) => Math.max(one, other), -Infinity);
  return most > least ? most - least : 1;
}
