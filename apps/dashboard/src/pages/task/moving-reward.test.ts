import { describe, expect, it } from 'vitest';
import { movingReward } from './moving-reward.js';

const bucket = (second: number, rewarded: number, reward_sum: number) => ({
  at: new Date(second * 1_000).toISOString(),
  ...{ queries: rewarded, answered: rewarded, failed: 0, cost_usd: 0 },
  rewarded,
  reward_sum,
});

describe('the moving mean of rewards', () => {
  it('is over the fewest latest buckets that hold enough', () => {
    const data = [bucket(1, 10, 0), bucket(2, 10, 10), bucket(3, 10, 10)];
    expect(movingReward(data, 1, 20).mean).toEqual([0, 0.5, 1]);
  });

  it('is unknown before the first reward, and has bounds that hold it then', () => {
    const { at, mean, low, high } = movingReward([bucket(1, 0, 0), bucket(2, 4, 9)], 3, 100);
    expect(at).toEqual([1, 2]);
    expect([mean[0], low[0], high[0]]).toEqual([null, null, null]);
    expect(mean[1]).toBe(2.25);
    expect(low[1]).toBeGreaterThan(0.8);
    expect(high[1]).toBeLessThan(3);
  });

  it('is as sure as Wilson says', () => {
    const { low, high } = movingReward([bucket(1, 100, 80)], 1, 100);
    expect(low[0]).toBeCloseTo(0.7112, 4);
    expect(high[0]).toBeCloseTo(0.8666, 4);
  });
});
