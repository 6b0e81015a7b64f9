import { describe, expect, it } from 'vitest';
import { spendOf } from './spend.js';

const bucket = (second: number, queries: number, cost_usd: number) => ({
  at: new Date(second * 1_000).toISOString(),
  queries,
  cost_usd,
  ...{ answered: queries, failed: 0, rewarded: 0, reward_sum: 0 },
});

const SERIES = {
  ...{ step_seconds: 1, from: '', to: '', reserved_usd: 0, caps: [] },
  budget_usd_per_query: 0.5,
};

describe('the spend of a task', () => {
  it('goes on from what was before, beside the budget of all rounds so far', () => {
    const before = { rounds: 2, cost_usd: 1.5, reward_sum: 0, rewarded: 0 };
    const data = [bucket(10, 1, 0), bucket(11, 5, 1.5)];
    expect(spendOf({ ...SERIES, before, data })).toEqual({
      at: [10, 11],
      spentUsd: [1.5, 3],
      allowedUsd: [1.5, 4],
      violation: [0, -0.25],
    });
  });

  it('violates nothing before the first round', () => {
    const before = { rounds: 0, cost_usd: 0, reward_sum: 0, rewarded: 0 };
    expect(spendOf({ ...SERIES, before, data: [bucket(1, 0, 0)] }).violation).toEqual([null]);
  });
});
