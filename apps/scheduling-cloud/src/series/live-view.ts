import { z } from 'zod';
import { text } from '#contracts';
import { bucketView } from './series-view.js';

/** What `GET /admin/v1/live` asks for. */
export const liveQuery = z.strictObject({ tasks: text.min(1).max(10_000).optional() });
export type LiveQuery = z.infer<typeof liveQuery>;

/** How a task does now. */
export const liveTask = z
  .strictObject({
    task: z.string(),
    at: z.iso.datetime(),
    rounds: z.int().describe('All of them.'),
    queries_per_second: z.number().describe('Over the last minute.'),
    reward_mean: z.number().nullable().describe('Likewise.'),
    cost_usd_total: z.number().describe('Of all rounds that are settled.'),
    last_buckets: z.array(bucketView).describe('Those of the last two seconds.'),
  })
  .meta({ id: 'LiveTask' });
export type LiveTask = z.infer<typeof liveTask>;
