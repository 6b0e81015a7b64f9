import { randomOf } from '#bandit';
import { describe, expect, it } from 'vitest';
import { contextual } from './contextual.js';
import { earlier, inputOf, run, staticReward } from './contextual-game.conformance.js';

describe('the contextual learner', () => {
  it('earns more than any mixture that does not look at the query, from a cold start', () => {
    const { rewardLastHalf, utilisation } = run(contextual(), 1);
    expect(rewardLastHalf).toBeGreaterThan(staticReward(200_000) + 0.1);
    expect(utilisation).toBeLessThan(1.01);
  });

  it('chooses by the query from the first round after a warm start', () => {
    const learner = contextual();
    learner.warm(earlier(600));
    const models = ['flour in the oven', 'the court and the appeal', 'proof of the lemma'].map(
      (text) => learner.decide(inputOf(text, { budgetNano: 220_000 }), randomOf(1)).combination[0],
    );
    expect(models).toEqual(['plain', 'versed', 'scholar']);
  });

  it('keeps a budget from the first round after a warm start, and spends it', () => {
    for (const budgetNano of [60_000, 200_000]) {
      const learner = contextual();
      learner.warm(earlier(600));
      const { utilisation } = run(learner, 2, { rounds: 1_000, budgetNano });
      expect(utilisation).toBeGreaterThan(0.9);
      expect(utilisation).toBeLessThan(1.02);
    }
  });

  it('ends on the best model of each query when money is no object', () => {
    const { rewardLastHalf } = run(contextual(), 3, { budgetNano: 1e9 });
    expect(rewardLastHalf).toBeGreaterThan(0.9);
  });

  const pairs = [
    ['any-win', 100_000],
    ['sum-up', 300_000],
    ['all-in', 300_000],
  ] as const;
  it.each(pairs)('learns pairs of models for %s', (rewardModel, budgetNano) => {
    const played = run(contextual(), 4, { rewardModel, size: 2, budgetNano });
    const fixed = contextual({ alphaReward: 0, alphaContent: 0, ownRidge: 1e6, commonRidge: 1e6 });
    const blind = run(fixed, 4, { rewardModel, size: 2, budgetNano });
    expect(played.utilisation).toBeLessThan(1.01);
    expect(played.rewardLastHalf).toBeGreaterThan(blind.rewardLastHalf);
  });

  it('decides the same from the same observations and seed', () => {
    const first = run(contextual(), 5, { rounds: 200 }).decisions;
    expect(run(contextual(), 5, { rounds: 200 }).decisions).toEqual(first);
  });

  it('knows the probability of what it draws', () => {
    const { decisions } = run(contextual(), 6, { rounds: 500 });
    const mixed = decisions.filter(({ propensity }) => propensity < 1);
    expect(mixed.length).toBeGreaterThan(0);
    for (const { relaxed, combination, propensity } of decisions) {
      expect(relaxed.over).toBe('combinations');
      const point =
        relaxed.over === 'combinations' &&
        relaxed.support.find((one) => one.combination.join() === combination.join());
      expect(point).toMatchObject({ probability: propensity });
    }
  });
});
