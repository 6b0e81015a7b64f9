import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestMixture } from './best-mixture.js';
import { combinationPoints } from './combination-points.js';
import { alwaysBest, alwaysCheapest } from './fixed-choices.js';
import type { HindsightTerms } from './hindsight-terms.js';
import type { OutcomeTable } from './outcome-table.js';

/** A table from rows of [score, cost] a model; models are named a, b, c … */
function tableOf(rows: readonly (readonly (readonly [number, number])[])[]): OutcomeTable {
  const columns = rows[0]!.map((_, model) => rows.map((row) => row[model]!));
  return {
    models: columns.map((_, model) => String.fromCharCode(97 + model)),
    queries: rows.map((_, row) => ({ id: `${row}`, text: '', task: null })),
    scores: columns.map((column) => Float64Array.from(column, ([score]) => score)),
    costs: columns.map((column) => Float64Array.from(column, ([, cost]) => cost)),
    leftOut: 0,
  };
}

const terms: HindsightTerms = { rewardModel: 'any-win', size: 2, successAt: 1, charge: 'cascade' };

/** The cheap a is right on the first query, the dear b on the first two, c on the last alone. */
const table = tableOf([
  [
    [1, 10],
    [1, 100],
    [0, 50],
  ],
  [
    [0, 20],
    [1, 100],
    [0, 50],
  ],
  [
    [0, 30],
    [0, 100],
    [1, 50],
  ],
]);

function figuresOf(combination: string, changes: Partial<HindsightTerms> = {}) {
  const points = combinationPoints(table, { ...terms, ...changes });
  const found = points.find(({ models }) => models.join('') === combination)!;
  return { reward: found.reward, costNano: found.costNano };
}

describe('the points of all combinations', () => {
  it('charge a cascade up to its first success, in each call order', () => {
    expect(figuresOf('ab')).toEqual({ reward: 2 / 3, costNano: (10 + 120 + 130) / 3 });
    expect(figuresOf('ba')).toEqual({ reward: 2 / 3, costNano: (100 + 100 + 130) / 3 });
    expect(figuresOf('bc')).toEqual({ reward: 1, costNano: (100 + 100 + 150) / 3 });
  });

  it('charge the whole combination where that is asked', () => {
    expect(figuresOf('ab', { charge: 'whole' })).toEqual({ reward: 2 / 3, costNano: 120 });
  });

  it('sum the scores for sum-up and multiply them for all-in, always of exactly the size', () => {
    expect(figuresOf('ab', { rewardModel: 'sum-up' }).reward).toBeCloseTo(1);
    expect(figuresOf('ab', { rewardModel: 'all-in' }).reward).toBeCloseTo(1 / 3);
    expect(combinationPoints(table, { ...terms, rewardModel: 'sum-up' })).toHaveLength(3);
  });

  it('give any-win the score that is served: the first success, else the best', () => {
    const graded = tableOf([
      [
        [0.4, 1],
        [0.7, 1],
      ],
      [
        [0.9, 1],
        [0.2, 1],
      ],
    ]);
    const points = combinationPoints(graded, { ...terms, successAt: 0.8 });
    expect(
      points.map(({ models, reward }) => [models.join(''), Number(reward.toFixed(9))]),
    ).toEqual([
      ['a', 0.65],
      ['ab', 0.8],
      ['b', 0.45],
      ['ba', 0.8],
    ]);
  });

  it('cannot be of more models than there are', () => {
    expect(() => combinationPoints(table, { ...terms, size: 4 })).toThrow(
      'cannot ask 4 of 3 models: the size must be 1 to 3',
    );
  });
});

describe('fixed choices', () => {
  it('are the best and the cheapest single model where any answer wins', () => {
    expect(alwaysBest(table, terms)).toMatchObject({ models: ['b'], reward: 2 / 3, costNano: 100 });
    expect(alwaysCheapest(table, terms)).toMatchObject({ models: ['a'], costNano: 20 });
  });

  it('are the best and the cheapest models together where exactly so many are asked', () => {
    const exact: HindsightTerms = { ...terms, rewardModel: 'sum-up' };
    expect(alwaysBest(table, exact)).toMatchObject({
      models: ['b', 'a'],
      reward: 1,
      costNano: 120,
    });
    expect(alwaysCheapest(table, exact)).toMatchObject({ models: ['a', 'c'], costNano: 70 });
  });
});

describe('the best mixture', () => {
  const points = combinationPoints(table, terms);

  it('mixes the two combinations beside the budget', () => {
    const { parts, reward, costNano } = bestMixture(points, 50);
    expect(parts.map(({ models }) => models.join(''))).toEqual(['a', 'ac']);
    expect(costNano).toBeCloseTo(50);
    expect(reward).toBeCloseTo(1 / 3 + ((50 - 20) / (160 / 3 - 20)) * (1 / 3));
  });

  it('is one combination where more money earns nothing more', () => {
    expect(bestMixture(points, 1_000)).toMatchObject({
      parts: [{ probability: 1 }],
      reward: 1,
      withinBudget: true,
    });
  });

  it('is the cheapest combination, marked so, where none is within the budget', () => {
    expect(bestMixture(points, 5)).toEqual({
      parts: [{ models: ['a'], probability: 1 }],
      reward: 1 / 3,
      costNano: 20,
      withinBudget: false,
    });
  });

  it('is at least as good as any mixture of two combinations within the budget', () => {
    const cell = fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 1, max: 100 }));
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    const budgets = fc.integer({ min: 1, max: 250 });
    fc.assert(
      fc.property(rows, budgets, (drawn, budget) => {
        const all = combinationPoints(tableOf(drawn), terms);
        const best = bestMixture(all, budget);
        if (!best.withinBudget) return all.every(({ costNano }) => costNano > budget);
        const mixtures = all.flatMap((one) =>
          all
            .filter((other) => one.costNano <= budget && other.costNano > budget)
            .map((other) => {
              const share = (budget - one.costNano) / (other.costNano - one.costNano);
              return one.reward + share * (other.reward - one.reward);
            }),
        );
        const single = all.filter(({ costNano }) => costNano <= budget).map(({ reward }) => reward);
        expect(best.reward).toBeGreaterThanOrEqual(Math.max(...single, ...mixtures) - 1e-9);
        return best.costNano <= budget + 1e-9;
      }),
    );
  });
});
