import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestMixture } from './best-mixture.js';
import { clairvoyance } from './clairvoyance.js';
import { combinationPoints } from './combination-points.js';
import { expectedPoints } from './expected-points.js';
import { bestKnown } from './known-outcomes.js';
import { randomTable, terms as anyTerms } from './random-table.conformance.js';
import type { ReplayTerms } from './replay-terms.js';

describe('the points of a replay in hindsight', () => {
  it('mix to the same as all combinations do, where scores are 0 or 1', () => {
    fc.assert(
      fc.property(
        randomTable([0, 1]),
        anyTerms,
        fc.integer({ min: 1, max: 400 }),
        (table, terms, budget) => {
          const all = combinationPoints(table, { ...terms, successAt: 1 });
          const expected = bestMixture(all, budget);
          const mixture = bestMixture(expectedPoints(table, terms), budget);
          expect(mixture.reward).toBeCloseTo(expected.reward, 9);
          expect(mixture.withinBudget).toBe(expected.withinBudget);
        },
      ),
    );
  });

  it('count a score between 0 and 1 as the chance of a success', () => {
    const table = {
      models: ['a', 'b'],
      queries: [{ id: '1', text: '', task: null }],
      scores: [Float64Array.of(0.5), Float64Array.of(0.8)],
      costs: [Float64Array.of(10), Float64Array.of(100)],
      leftOut: 0,
    };
    const terms: ReplayTerms = { rewardModel: 'any-win', size: 2, charge: 'cascade' };
    const points = expectedPoints(table, terms);
    expect(points[0]).toEqual({ models: ['a'], reward: 0.5, costNano: 10 });
    expect(points[1]).toEqual({ models: ['a', 'b'], reward: 0.9, costNano: 60 });
    expect(points).toHaveLength(2);
  });

  it('refuse more models than there are', () => {
    fc.assert(
      fc.property(randomTable([0, 1]), anyTerms, (table, terms) => {
        expect(() => expectedPoints(table, { ...terms, size: 9 })).toThrow('size of 9');
      }),
      { numRuns: 5 },
    );
  });
});

describe('one who knows every outcome', () => {
  it('earns at least what the best mixture does, at no more than the budget', () => {
    fc.assert(
      fc.property(
        randomTable([0, 1]),
        anyTerms,
        fc.integer({ min: 1, max: 400 }),
        (table, terms, budget) => {
          const mixture = bestMixture(expectedPoints(table, terms), budget);
          fc.pre(mixture.withinBudget);
          const known = clairvoyance(table, terms, budget);
          expect(known.reward).toBeGreaterThanOrEqual(mixture.reward - 1e-6);
          expect(known.costNano).toBeLessThanOrEqual(budget * (1 + 1e-9));
        },
      ),
    );
  });

  it('chooses the best cascade of a query at any price of money', () => {
    const prices = fc.double({ min: 0, max: 0.02, noNaN: true });
    fc.assert(
      fc.property(randomTable([0, 0.3, 0.8, 1]), prices, (table, price) => {
        const terms: ReplayTerms = { rewardModel: 'any-win', size: 2, charge: 'cascade' };
        const one = {
          ...table,
          queries: table.queries.slice(0, 1),
          scores: table.scores.map((column) => column.subarray(0, 1)),
          costs: table.costs.map((column) => column.subarray(0, 1)),
        };
        const best = Math.max(
          ...expectedPoints(one, terms).map(({ reward, costNano }) => reward - price * costNano),
        );
        const { reward, costNano } = bestKnown(one, 0, terms, price);
        expect(reward - price * costNano).toBeCloseTo(best, 9);
      }),
    );
  });
});
