import type { Bucket } from '../../api/task-series.js';
import { wilson } from './wilson.js';

/** The mean reward of the latest rounds at each moment, with its interval of 95%. */
export interface MovingReward {
  /** Seconds since 1970. */
  at: number[];
  mean: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

/**
 * Over the fewest latest buckets that hold so many rewards, or all that there are.
 * @param scale the most that a round can earn
 * @param rewards so many, at least
 */
export function movingReward(
  data: readonly Bucket[],
  scale: number,
  rewards: number,
): MovingReward {
  const moving: MovingReward = { at: [], mean: [], low: [], high: [] };
  let [first, count, sum] = [0, 0, 0];
  data.forEach((bucket, place) => {
    count += bucket.rewarded;
    sum += bucket.reward_sum;
    for (;;) {
      const oldest = data[first];
      if (oldest === undefined || first === place || count - oldest.rewarded < rewards) break;
      count -= oldest.rewarded;
      sum -= oldest.reward_sum;
      first += 1;
    }
    moving.at.push(Date.parse(bucket.at) / 1_000);
    const interval = count === 0 ? null : wilson(Math.max(0, sum) / scale, count);
    moving.mean.push(count === 0 ? null : sum / count);
    moving.low.push(interval && interval.low * scale);
    moving.high.push(interval && interval.high * scale);
  });
  return moving;
}
