import { z } from 'zod';
import type { LabelSpend } from '#storage';
import { isSpan, SPAN_FAULT, SPAN_FIELDS } from '../http/span.js';

/** What `GET /admin/v1/tasks/{name}/spend` asks for. */
export const spendQuery = z
  .strictObject({
    by: z.string().regex(/^[a-z0-9_]{1,51}$/, 'must be the <name> of a label purser_label_<name>'),
    ...SPAN_FIELDS,
  })
  .refine(isSpan, SPAN_FAULT);
export type SpendQuery = z.infer<typeof spendQuery>;

export const spendView = z
  .strictObject({
    task: z.string(),
    by: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    data: z.array(
      z.strictObject({
        value: z
          .string()
          .describe('Of the label; "other" stands for all beyond the first hundred.'),
        queries: z.int(),
        cost_usd: z.number().describe('Of those that are settled.'),
        reserved_usd: z.number().describe('Of those that are under way.'),
        rewarded: z.int().describe('How many have a reward.'),
        mean_reward: z.number().nullable().describe('Of those.'),
      }),
    ),
  })
  .meta({ id: 'Spend' });
export type SpendView = z.infer<typeof spendView>;

export function viewOfSpend({
  value,
  queries,
  settledNano,
  reservedNano,
  rewarded,
  meanReward,
}: LabelSpend): SpendView['data'][number] {
  return {
    value,
    queries,
    cost_usd: settledNano / 1e9,
    reserved_usd: reservedNano / 1e9,
    rewarded,
    mean_reward: meanReward,
  };
}
