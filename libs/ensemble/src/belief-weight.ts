/** How near to never and to always a model is believed to be right: one answer must not settle all. */
const LEAST_CHANCE = 1e-4;

/** Two beliefs whose logarithms differ by less are equal: sums in floating point differ by order. */
export const SAME_BELIEF = 1e-9;

/** A chance of being right, kept away from never and always. */
export function clippedChance(chance: number): number {
  return Math.min(1 - LEAST_CHANCE, Math.max(LEAST_CHANCE, chance));
}

/**
 * What a model's answer adds to the logarithm of its label's belief: `ln (p (J-1) / (1-p))`, the
 * likelihood ratio if errors are uniform over the other labels (w_i of ThriftLLM, arXiv 2501.04901).
 * Below 0 for a model that is right more rarely than by chance: its answer speaks against its label.
 * @param chance p, that the model is right, in [0, 1]; clipped
 * @param labels J, at least 2
 */
export function beliefWeight(chance: number, labels: number): number {
  const clipped = clippedChance(chance);
  return Math.log((clipped * (labels - 1)) / (1 - clipped));
}
