import type { ArmBounds, SelectionTerms } from '#bandit';

/** Combinations of up to so many models in all are listed: some 100 µs a decision. */
const MANY_COMBINATIONS = 1_000;

/**
 * The models whose combinations are listed: all, or where these were too many, those with the most
 * `reward - price * cost` alone, and the best of every group of which one must be asked; in the order
 * given. A heuristic.
 */
export function shortlist(
  bounds: readonly ArmBounds[],
  { size, rules: { exclude = [], atLeastOneOf = [] } = {} }: SelectionTerms,
  price: number,
): readonly ArmBounds[] {
  const count = mostModels(size);
  if (bounds.length <= count) return bounds;
  const worth = ({ upperReward, lowCostNano }: ArmBounds): number =>
    upperReward - price * lowCostNano;
  const byWorth = bounds
    .filter(({ model }) => !exclude.includes(model))
    .toSorted((left, right) => worth(right) - worth(left));
  const listed = new Set(byWorth.slice(0, count));
  for (const group of atLeastOneOf) {
    const best = byWorth.find(({ model }) => group.includes(model));
    if (best !== undefined) listed.add(best);
  }
  return bounds.filter((arm) => listed.has(arm));
}

/** The most models that have at most so many combinations of up to `size`; at least `size`. */
function mostModels(size: number): number {
  if (size === 1) return MANY_COMBINATIONS;
  let models = size;
  while (combinationsOf(models + 1, size) <= MANY_COMBINATIONS) models += 1;
  return models;
}

function combinationsOf(models: number, size: number): number {
  let ofLevel = 1;
  let all = 0;
  for (let level = 1; level <= size; level += 1) {
    ofLevel = (ofLevel * (models - level + 1)) / level;
    all += ofLevel;
  }
  return all;
}
