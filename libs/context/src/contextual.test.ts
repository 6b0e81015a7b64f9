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

  it('knows which queries suit a model from the first round after a warm start', () => {
    const learner = contextual();
    learner.warm(earlier(600));
    const rewardsOf = (text: string) =>
      learner.decide(inputOf(text), randomOf(1)).bounds.map(({ meanReward }) => meanReward!);
    const [plainStirs] = rewardsOf('stir the dough and taste');
    const [plainPleads, versedPleads] = rewardsOf('the court and the appeal');
    const [plainProves, versedProves, scholarProves] = rewardsOf('the proof of the lemma');
    expect(plainStirs).toBeGreaterThan(plainPleads! + 0.3);
    expect(versedPleads).toBeGreaterThan(plainPleads! + 0.3);
    expect(plainProves).toBeLessThan(0.4);
    expect(scholarProves).toBeGreaterThan(versedProves! + 0.3);
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

  it.each(['sum-up', 'all-in'] as const)('learns pairs of models for %s', (rewardModel) => {
    const game = { rewardModel, size: 2, budgetNano: 300_000 };
    const blind = run(contextual({ ownRidge: 1e6, commonRidge: 1e6, alphaContent: 0 }), 4, game);
    const { rewardLastHalf, utilisation } = run(contextual(), 4, game);
    expect(rewardLastHalf).toBeGreaterThan(blind.rewardLastHalf);
    expect(utilisation).toBeLessThan(1.01);
  });

  it('learns cascades of two models that fail together', () => {
    const game = { rewardModel: 'any-win', size: 2, budgetNano: 200_000 } as const;
    const { rewardLastHalf, utilisation, decisions } = run(contextual(), 4, game);
    expect(rewardLastHalf).toBeGreaterThan(0.88);
    expect(utilisation).toBeLessThan(1.01);
    expect(decisions.some(({ combination }) => combination.length === 2)).toBe(true);
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
