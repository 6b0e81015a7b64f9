import type { ArmBounds, SelectionTerms } from '#bandit';

/** Combinations of up to so many models in all are listed: some 100 µs a decision. */
const MANY_COMBINATIONS = 1_000;

/**
 * The models whose combinations are listed: all, or where these were too many, those with the most
 * `reward - price * cost` alone, in the order given. A heuristic.
 */
export function shortlist(
  bounds: readonly ArmBounds[],
  { size }: SelectionTerms,
  price: number,
): readonly ArmBounds[] {
  const count = mostModels(size);
  if (bounds.length <= count) return bounds;
  const worth = ({ upperReward, lowCostNano }: ArmBounds): number =>
    upperReward - price * lowCostNano;
  const least = bounds.map(worth).sort((left, right) => right - left)[count - 1] as number;
  return bounds.filter((arm) => worth(arm) >= least).slice(0, count);
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
