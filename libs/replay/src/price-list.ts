import type { ModelOffer } from '#bandit';
import type { OutcomeTable } from './outcome-table.js';

/**
 * What a price list tells of the models before any call: the order of magnitude of a call's cost. It is
 * the mean recorded cost, rounded to the nearest power of two, so that the exact costs of a model stay
 * to be learnt.
 */
export function priceList(table: OutcomeTable): ModelOffer[] {
  return table.models.map((model, column) => {
    const costs = table.costs[column] ?? new Float64Array(0);
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / Math.max(1, costs.length);
    return { model, priorCostNano: mean > 0 ? Math.max(1, 2 ** Math.round(Math.log2(mean))) : 0 };
  });
}
