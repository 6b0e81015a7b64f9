import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestMixture } from './mixture.js';
import { overCombinations } from './over-combinations.js';
import { overModels } from './over-models.js';
import { describeRelaxation, everyPoint, problems } from './relaxation.conformance.js';
import { pointOf, type SelectionProblem } from './selection-problem.js';

describeRelaxation('over combinations', overCombinations);
describeRelaxation('over models', () => overModels);

describe('the relaxation over combinations', () => {
  it('is exact for every reward model and charge', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const best = bestMixture(everyPoint(problem), problem.budget);
        if (best === null) return;
        expect(overCombinations()(problem).reward).toBeCloseTo(best.reward, 9);
      }),
      { numRuns: 500 },
    );
  });

  it('asks a cascade in the cheapest of all orders', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        if (problem.charge !== 'cascade') return;
        const members = [...problem.models.keys()].slice(0, 4);
        const inOrder = pointOf(problem, members).cost;
        for (const order of permutations(members)) {
          expect(inOrder).toBeLessThanOrEqual(pointOf(problem, order).cost * (1 + 1e-6));
        }
      }),
    );
  });

  it('refuses to list millions of combinations', () => {
    const [problem] = fc.sample(problems, 1) as [SelectionProblem];
    const models = Array.from({ length: 200 }, (_, index) => `m${index}`);
    expect(() => overCombinations()({ ...problem, models, size: 4 })).toThrow('over models');
  });
});

describe('the relaxation over models', () => {
  it('is exact for sum-up', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const best = bestMixture(everyPoint(problem), problem.budget);
        if (best === null || problem.rewardModel.name !== 'sum-up') return;
        expect(overModels(problem).reward).toBeCloseTo(best.reward, 9);
      }),
    );
  });

  it.each([
    ['any-win', 'whole', 0.98],
    ['any-win', 'cascade', 0.98],
    ['all-in', 'whole', 0.95],
  ] as const)('comes near the best for %s charged %s', (name, charge, least) => {
    const sample = fc
      .sample(problems, { numRuns: 3_000, seed: 1 })
      .filter((problem) => problem.rewardModel.name === name && problem.charge === charge);
    let earned = 0;
    let possible = 0;
    for (const problem of sample) {
      const best = bestMixture(everyPoint(problem), problem.budget);
      if (best === null) continue;
      earned += overModels(problem).reward;
      possible += best.reward;
    }
    expect(earned / possible).toBeGreaterThan(least);
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first) =>
    permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]),
  );
}
