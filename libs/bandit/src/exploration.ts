import type { Random } from './random.js';

/**
 * Combinations drawn to learn from: the number of models is uniform where it is free, and models join
 * one after another, each with a probability in proportion to its weight among those left. Every
 * combination can be drawn, and its probability is known.
 */
export interface Exploration {
  /** Above 0, one for each model. */
  readonly weights: readonly number[];
  /** At most the number of models; exactly so many are drawn, or from one to so many. */
  readonly size: number;
  readonly exactly: boolean;
}

/** Draws a set of models. @returns indices, ascending */
export function explore({ weights, size, exactly }: Exploration, random: Random): number[] {
  const count = exactly ? size : 1 + Math.floor(random.next() * size);
  const left = [...weights.keys()];
  const chosen: number[] = [];
  while (chosen.length < count) {
    let mark = random.next() * left.reduce((sum, model) => sum + (weights[model] as number), 0);
    const at = left.findIndex((model) => (mark -= weights[model] as number) < 0);
    chosen.push(...left.splice(at, 1));
  }
  return chosen.sort((a, b) => a - b);
}

/**
 * The probability of drawing this set: summed over the orders in which its models can have joined, by
 * a recursion over its subsets, in 2^n steps for n models.
 */
export function explorationPropensity(
  { weights, size, exactly }: Exploration,
  chosen: readonly number[],
): number {
  const { length } = chosen;
  if (length < 1 || (exactly ? length !== size : length > size)) return 0;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const own = chosen.map((model) => weights[model] as number);
  const reach = new Float64Array(1 << length);
  const used = new Float64Array(1 << length);
  reach[0] = 1;
  for (let subset = 1; subset < 1 << length; subset += 1) {
    own.forEach((weight, at) => {
      const before = subset & ~(1 << at);
      if (before === subset) return;
      used[subset] = (used[before] as number) + weight;
      reach[subset] =
        (reach[subset] as number) +
        ((reach[before] as number) * weight) / (total - (used[before] as number));
    });
  }
  const ofCount = reach[(1 << length) - 1] as number;
  return exactly ? ofCount : ofCount / size;
}
