import { describe, expect, it } from 'vitest';
import type { Bucket, TaskSeries } from '../../api/task-series.js';
import { withLatest } from './series-window.js';

function bucket(second: number, queries: number): Bucket {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const rest = { answered: queries, failed: 0, rewarded: queries, reward_sum: queries / 2 };
  return { at, queries, ...rest, cost_usd: queries / 1_000 };
}

const SERIES: TaskSeries = {
  step_seconds: 1,
  from: '',
  to: '',
  data: [bucket(1, 2), bucket(3, 4)],
  before: { rounds: 10, cost_usd: 0.01, reward_sum: 5, rewarded: 10 },
  reserved_usd: 0,
  budget_usd_per_query: 0.001,
  caps: [],
};

describe('the latest buckets', () => {
  it('take the place of what was known of their seconds, and follow them', () => {
    const { data } = withLatest(SERIES, [bucket(3, 5), bucket(4, 1)], 60_000);
    expect(data).toEqual([bucket(1, 2), bucket(3, 5), bucket(4, 1)]);
  });

  it('push the oldest out of the window, into what was before it', () => {
    const { data, before } = withLatest(SERIES, [bucket(5, 1)], 3_000);
    expect(data).toEqual([bucket(3, 4), bucket(5, 1)]);
    expect(before).toEqual({ rounds: 12, cost_usd: 0.012, reward_sum: 6, rewarded: 12 });
  });

  it('leave wider buckets as they are, which they say too little of', () => {
    const hours = { ...SERIES, step_seconds: 3_600 };
    expect(withLatest(hours, [bucket(5, 1)], 3_000)).toBe(hours);
  });
});
