import type { BaggedEstimate, Targets } from './bagged-regressions.js';

/** In the order of preference where they foresee equally well. */
const ALPHAS: readonly number[] = [0, -0.5, 0.5, -1, 1];

/**
 * How many standard deviations to add to a mean: the choice with the least squared error on rows that
 * the resamples left out, by their true rewards. (The paper's authors score each resample against
 * labels of other rows.)
 * @param rewards of each model, a number a row, NaN where unknown
 * @param heldOut the estimates of a row, by model; null where there are none
 */
export function bestAlpha(
  rewards: readonly Targets[],
  heldOut: (row: number) => readonly BaggedEstimate[] | null,
): number {
  const errors = ALPHAS.map(() => 0);
  const rows = rewards[0]?.length ?? 0;
  for (let row = 0; row < rows; row += 1) {
    const estimates = heldOut(row);
    if (estimates === null) continue;
    rewards.forEach((targets, model) => {
      const target = targets[row] as number;
      if (Number.isNaN(target)) return;
      const { mean, deviation } = estimates[model] as BaggedEstimate;
      ALPHAS.forEach((alpha, at) => {
        errors[at] = (errors[at] as number) + (mean + alpha * deviation - target) ** 2;
      });
    });
  }
  const least = Math.min(...errors);
  return ALPHAS[errors.indexOf(least)] as number;
}
