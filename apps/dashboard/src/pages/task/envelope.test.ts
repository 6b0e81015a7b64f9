import { describe, expect, it } from 'vitest';
import type { CostRewardMap } from '../../api/cost-reward-map.js';
import { mixtureAt } from './envelope.js';

const point = (name: string, cost_usd: number, reward: number) => ({
  models: [name],
  reward,
  reward_low: reward - 0.1,
  reward_high: reward + 0.1,
  cost_usd,
  share: 0,
});

const MAP: CostRewardMap = {
  budget_usd_per_query: 2,
  points: [point('poor', 2, 0.2), point('large', 3, 0.8), point('small', 1, 0.4)],
  envelope: [2, 1],
  mixture: { reward: 0.6, cost_usd: 2 },
  truncated: false,
};

describe('the best mixture of a budget', () => {
  it('is of the two corners around it, in the parts that cost just that', () => {
    const mixture = mixtureAt(MAP, 2.5)!;
    expect(mixture.parts.map(({ point: { models }, share }) => [models[0], share])).toEqual([
      ['large', 0.75],
      ['small', 0.25],
    ]);
    expect(mixture.reward).toBeCloseTo(0.7);
    expect(mixture.low).toBeCloseTo(0.6);
    expect(mixture.costUsd).toBe(2.5);
  });

  it('is the best of all where money is no matter, and spends no more than that', () => {
    expect(mixtureAt(MAP, 9)).toMatchObject({ reward: 0.8, costUsd: 3 });
  });

  it('is none below the cheapest', () => {
    expect(mixtureAt(MAP, 0.5)).toBeNull();
  });
});
