import { z } from 'zod';
import { text } from '#contracts';
import type { BucketView } from './series-view.js';

/** What `GET /admin/v1/live` asks for. */
export const liveQuery = z.strictObject({ tasks: text.min(1).max(10_000).optional() });
export type LiveQuery = z.infer<typeof liveQuery>;

/** How a task does now, as listeners are told. */
export interface LiveTask {
  task: string;
  at: string;
  /** All of them. */
  rounds: number;
  /** Over the last minute, as is the mean reward. */
  queries_per_second: number;
  reward_mean: number | null;
  /** Of all rounds that are settled. */
  cost_usd_total: number;
  /** Those of the last two seconds. */
  last_buckets: BucketView[];
}
