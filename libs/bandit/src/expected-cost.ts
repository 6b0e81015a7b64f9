import type { ArmBounds } from './arm-bounds.js';
import type { ModelId } from './model-offer.js';
import type { RelaxedSolution } from './relaxed-solution.js';
import type { Charge } from './selection-problem.js';

/**
 * What a combination is expected to cost by the mean costs: integer nano-dollars. Charged as a
 * cascade, a call counts by the chance that none before it succeeded, as if successes were
 * independent, unless the relaxed solution that it was drawn from knows better.
 * @param combination in call order; each model has bounds
 */
export function expectedCost(
  combination: readonly ModelId[],
  bounds: readonly ArmBounds[],
  charge: Charge,
  relaxed?: RelaxedSolution,
): number {
  if (relaxed?.over === 'combinations') {
    const point = relaxed.support.find((one) => one.combination === combination);
    if (point?.meanCostNano !== undefined) return Math.round(point.meanCostNano);
  }
  let cost = 0;
  let reached = 1;
  for (const model of combination) {
    const arm = bounds.find((candidate) => candidate.model === model);
    if (arm === undefined) throw new RangeError(`there are no bounds of ${model}`);
    cost += reached * arm.meanCostNano;
    if (charge === 'cascade') reached *= 1 - arm.likelyReward;
  }
  return Math.round(cost);
}
