import fc from 'fast-check';
import type { OutcomeTable } from './outcome-table.js';
import type { ReplayTerms } from './replay-terms.js';

/** Tables of three or four models and up to six queries, with these scores. */
export function randomTable(scores: readonly number[]): fc.Arbitrary<OutcomeTable> {
  const outcome = fc.record({
    score: fc.constantFrom(...scores),
    cost: fc.integer({ min: 1, max: 300 }),
  });
  return fc
    .tuple(fc.integer({ min: 3, max: 4 }), fc.integer({ min: 1, max: 6 }))
    .chain(([models, rows]) =>
      fc.array(fc.array(outcome, { minLength: rows, maxLength: rows }), {
        minLength: models,
        maxLength: models,
      }),
    )
    .map((columns) => ({
      models: columns.map((_, model) => `m${model}`),
      queries: (columns[0] ?? []).map((_, row) => ({ id: `${row}`, text: `${row}`, task: null })),
      scores: columns.map((column) => Float64Array.from(column, ({ score }) => score)),
      costs: columns.map((column) => Float64Array.from(column, ({ cost }) => cost)),
      leftOut: 0,
    }));
}

/** What may be asked of such a table. */
export const terms: fc.Arbitrary<ReplayTerms> = fc.record({
  rewardModel: fc.constantFrom('any-win', 'sum-up', 'all-in'),
  size: fc.integer({ min: 1, max: 3 }),
  charge: fc.constantFrom('cascade', 'whole'),
});
