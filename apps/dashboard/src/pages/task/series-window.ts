import type { Bucket, TaskSeries } from '../../api/task-series.js';

/** A bucket's end, in milliseconds since 1970. */
const startOf = ({ at }: Bucket) => Date.parse(at);

/**
 * The series with the latest buckets of a second in it, each in place of what was known of its second.
 * What falls out of the window goes to what was before it. Wider buckets are left to be read anew.
 */
export function withLatest(series: TaskSeries, latest: readonly Bucket[], windowMs: number) {
  if (series.step_seconds !== 1 || latest.length === 0) return series;
  const bySecond = new Map(series.data.map((bucket) => [startOf(bucket), bucket]));
  for (const bucket of latest) bySecond.set(startOf(bucket), bucket);
  const data = [...bySecond.values()].sort((one, other) => startOf(one) - startOf(other));
  const end = Math.max(...latest.map(startOf));
  const kept = data.filter((bucket) => startOf(bucket) > end - windowMs);
  const before = data.slice(0, data.length - kept.length).reduce(
    (sums, bucket) => ({
      rounds: sums.rounds + bucket.queries,
      cost_usd: sums.cost_usd + bucket.cost_usd,
      reward_sum: sums.reward_sum + bucket.reward_sum,
      rewarded: sums.rewarded + bucket.rewarded,
    }),
    series.before,
  );
  return { ...series, data: kept, before };
}
