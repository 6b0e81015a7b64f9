import type { CombinationFigures, HindsightTerms } from './hindsight-terms.js';
import type { OutcomeTable } from './outcome-table.js';
import { combinationPoints } from './combination-points.js';

/**
 * Asking the same for every query: the one model with the best mean score where any answer wins,
 * the `size` models with the best mean scores where exactly so many are asked. Ties go to the cheaper.
 */
export function alwaysBest(table: OutcomeTable, terms: HindsightTerms): CombinationFigures {
  return fixedChoice(table, terms, (a, b) => b.reward - a.reward || a.costNano - b.costNano);
}

/** The same with the one model, or the `size` models, of the lowest mean costs. */
export function alwaysCheapest(table: OutcomeTable, terms: HindsightTerms): CombinationFigures {
  return fixedChoice(table, terms, (a, b) => a.costNano - b.costNano || b.reward - a.reward);
}

function fixedChoice(
  table: OutcomeTable,
  terms: HindsightTerms,
  order: (a: CombinationFigures, b: CombinationFigures) => number,
): CombinationFigures {
  const size = terms.rewardModel === 'any-win' ? 1 : terms.size;
  const singles = combinationPoints(table, { ...terms, rewardModel: 'sum-up', size: 1 });
  const chosen = singles
    .toSorted(order)
    .slice(0, size)
    .flatMap(({ models }) => models);
  const [figures] = combinationPoints(columnsOf(table, chosen), { ...terms, size });
  if (!figures) throw new RangeError(`cannot ask ${size} of ${table.models.length} models`);
  return figures;
}

function columnsOf(table: OutcomeTable, models: readonly string[]): OutcomeTable {
  const columns = models.map((model) => table.models.indexOf(model));
  return {
    ...table,
    models,
    scores: columns.flatMap((column) => table.scores[column] ?? []),
    costs: columns.flatMap((column) => table.costs[column] ?? []),
  };
}
