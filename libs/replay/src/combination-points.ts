import { cascadePoints } from './cascade-points.js';
import type { CombinationFigures, HindsightTerms } from './hindsight-terms.js';
import type { OutcomeTable } from './outcome-table.js';
import { wholePoints } from './whole-points.js';

/**
 * Every combination that the terms allow, with its exact average reward and cost on the table: for a
 * cascade every set in every call order.
 * @throws {RangeError} if the terms ask for more models than there are, or none, or the table is empty
 */
export function combinationPoints(
  table: OutcomeTable,
  terms: HindsightTerms,
): CombinationFigures[] {
  const { length } = table.models;
  if (!Number.isInteger(terms.size) || terms.size < 1 || terms.size > length)
    throw new RangeError(
      `cannot ask ${terms.size} of ${length} models: the size must be 1 to ${length}`,
    );
  if (table.queries.length === 0) throw new RangeError('no query has the outcomes of all models');
  return terms.rewardModel === 'any-win' && terms.charge === 'cascade'
    ? cascadePoints(table, terms.size, terms.successAt)
    : wholePoints(table, terms);
}
