import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestMixture } from './mixture.js';
import type { PricedPoint } from './price-search.js';
import { randomOf } from './random.js';
import type { Relaxation } from './relaxation.js';
import { draw } from './relaxed-solution.js';
import { rewardModels } from './reward-models.js';
import { pointOf, selectionProblem, type SelectionProblem } from './selection-problem.js';

const arm = fc.record({
  upperReward: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  lowCostNano: fc.integer({ min: 10_000, max: 5_000_000 }),
});

/** Programs of at most 7 models whose bounds are their means, by every reward model and charge. */
export const problems: fc.Arbitrary<SelectionProblem> = fc
  .record({
    arms: fc.array(arm, { minLength: 1, maxLength: 7 }),
    rewardModel: fc.constantFrom(...Object.values(rewardModels)),
    cascade: fc.boolean(),
    size: fc.integer({ min: 1, max: 4 }),
    budget: fc.integer({ min: 5_000, max: 8_000_000 }),
  })
  .map(({ arms, rewardModel, cascade, size, budget }) =>
    selectionProblem(
      arms.map(({ upperReward, lowCostNano }, index) => ({
        model: `m${index}`,
        rewards: 1,
        costs: 1,
        meanReward: upperReward,
        upperReward,
        likelyReward: upperReward,
        meanCostNano: lowCostNano,
        lowCostNano,
      })),
      {
        rewardModel,
        size: Math.min(size, arms.length),
        charge: rewardModel.cascade && cascade ? 'cascade' : 'whole',
      },
      budget,
    ),
  );

/** Every combination that the problem allows, by brute force. */
export function everyPoint(problem: SelectionProblem): PricedPoint[] {
  const { models, size, rewardModel } = problem;
  const all: PricedPoint[] = [];
  for (let bits = 1; bits < 2 ** models.length; bits += 1) {
    const members = [...models.keys()].filter((model) => (bits >> model) & 1);
    const fits = rewardModel.exactly ? members.length === size : members.length <= size;
    if (fits) all.push(pointOf(problem, members));
  }
  return all;
}

/** The promises that every relaxation makes. */
export function describeRelaxation(name: string, relaxationOf: () => Relaxation): void {
  describe(name, () => {
    it('keeps the budget, or serves the cheapest where nothing fits', () => {
      fc.assert(
        fc.property(problems, (problem) => {
          const cheapest = Math.min(...everyPoint(problem).map((point) => point.cost));
          const { costNano } = relaxationOf()(problem);
          if (cheapest > problem.budget) expect(costNano).toBeCloseTo(cheapest, 3);
          else expect(costNano).toBeLessThanOrEqual(problem.budget * (1 + 1e-9));
        }),
      );
    });

    it('never claims more than the best mixture earns', () => {
      fc.assert(
        fc.property(problems, (problem) => {
          const best = bestMixture(everyPoint(problem), problem.budget);
          if (best === null) return;
          expect(relaxationOf()(problem).reward).toBeLessThanOrEqual(best.reward + 1e-9);
        }),
      );
    });

    it('leads to combinations of the size that the reward model asks for', () => {
      fc.assert(
        fc.property(problems, fc.integer(), (problem, seed) => {
          const { combination } = draw(relaxationOf()(problem), randomOf(seed));
          expect(new Set(combination).size).toBe(combination.length);
          expect(combination.length).toBeGreaterThanOrEqual(1);
          expect(combination.length).toBeLessThanOrEqual(problem.size);
          if (problem.rewardModel.exactly) expect(combination).toHaveLength(problem.size);
        }),
      );
    });

    it('tells a program apart from the one it solved before', () => {
      fc.assert(
        fc.property(problems, problems, (first, second) => {
          const relax = relaxationOf();
          relax(first);
          expect(relax(second)).toEqual(relaxationOf()(second));
        }),
      );
    });
  });
}
