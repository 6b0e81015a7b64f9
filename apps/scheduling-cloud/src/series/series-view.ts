import { z } from 'zod';
import type {
  Cap,
  CombinationBucket,
  ModelBucket,
  SeriesSpan,
  SeriesSums,
  TaskBucket,
  WindowBalance,
} from '#storage';
import { windowOf } from '../money/window.js';

const count = z.int();
const usd = z.number();

const bucketView = z.strictObject({
  at: z.iso.datetime().describe('When it begins.'),
  queries: count.describe('Taken in then. All else is of these, whenever it became known.'),
  answered: count,
  failed: count,
  rewarded: count.describe('How many have a reward by now.'),
  reward_sum: z.number(),
  reward_mean: z.number().nullable(),
  cost_usd: usd.describe('Of those that are settled.'),
  latency_ms_mean: z.number().nullable().describe('From when they were taken in to their end.'),
});
export type BucketView = z.infer<typeof bucketView>;

const FRAME = {
  task: z.string(),
  step_seconds: z.int().describe('How wide a bucket is. Buckets without rounds are left out.'),
  from: z.iso.datetime().describe('A multiple of the step; not before what is kept.'),
  to: z.iso.datetime(),
};

/** A task over time. */
export const seriesView = z
  .strictObject({
    ...FRAME,
    data: z.array(bucketView),
    before: z
      .strictObject({ rounds: count, cost_usd: usd, reward_sum: z.number(), rewarded: count })
      .describe('Of all rounds taken in before `from`.'),
    reserved_usd: usd.describe('For queries under way, at their worst case.'),
    budget_usd_per_query: usd,
    caps: z
      .array(
        z.strictObject({
          id: z.uuid(),
          scope: z.enum(['global', 'task']),
          period: z.enum(['minute', 'hour', 'day', 'week', 'month']),
          hard: z.boolean(),
          limit_usd: usd,
          spent_usd: usd,
          reserved_usd: usd,
          resets_at: z.iso.datetime(),
        }),
      )
      .describe('Those of the task, and those of all tasks for a key that is for all.'),
  })
  .meta({ id: 'TaskSeries' });
export type SeriesView = z.infer<typeof seriesView>;

/** The models of a task over time. */
export const modelSeriesView = z
  .strictObject({
    ...FRAME,
    data: z.array(
      z.strictObject({
        at: z.iso.datetime(),
        model: z.string(),
        chosen: count.describe('Rounds that had it in their combination.'),
        calls: count,
        cost_usd: usd,
        reward_sum: z.number(),
        rewarded: count,
        latency_ms_sum: z.number(),
      }),
    ),
  })
  .meta({ id: 'ModelSeries' });
export type ModelSeriesView = z.infer<typeof modelSeriesView>;

/** The combinations of a task over time. */
export const combinationSeriesView = z
  .strictObject({
    ...FRAME,
    data: z.array(
      z.strictObject({
        at: z.iso.datetime(),
        models: z
          .array(z.string())
          .describe('By name, not in call order. Empty: all but the twelve used most, together.'),
        rounds: count,
      }),
    ),
  })
  .meta({ id: 'CombinationSeries' });
export type CombinationSeriesView = z.infer<typeof combinationSeriesView>;

export function viewOfSpan({ task, stepSeconds, from, to }: SeriesSpan) {
  return {
    task,
    step_seconds: stepSeconds,
    from: from.toISOString(),
    to: to.toISOString(),
  };
}

export function viewOfBucket({ at, ...sums }: TaskBucket): BucketView {
  const { queries, answered, failed, rewarded, rewardSumMicro, costNano, timed, latencyUs } = sums;
  return {
    at: at.toISOString(),
    queries,
    answered,
    failed,
    rewarded,
    reward_sum: rewardSumMicro / 1e6,
    reward_mean: rewarded === 0 ? null : rewardSumMicro / 1e6 / rewarded,
    cost_usd: costNano / 1e9,
    latency_ms_mean: timed === 0 ? null : latencyUs / 1e3 / timed,
  };
}

export function viewOfBefore(sums: SeriesSums): SeriesView['before'] {
  return {
    rounds: sums.queries,
    cost_usd: sums.costNano / 1e9,
    reward_sum: sums.rewardSumMicro / 1e6,
    rewarded: sums.rewarded,
  };
}

export function viewOfModelBucket({
  at,
  costNano,
  rewardSumMicro,
  latencyUs,
  ...rest
}: ModelBucket): ModelSeriesView['data'][number] {
  return {
    at: at.toISOString(),
    ...rest,
    cost_usd: costNano / 1e9,
    reward_sum: rewardSumMicro / 1e6,
    latency_ms_sum: latencyUs / 1e3,
  };
}

export function viewOfCombinationBucket({
  at,
  ...rest
}: CombinationBucket): CombinationSeriesView['data'][number] {
  return { at: at.toISOString(), ...rest };
}

export function viewOfTaskCap(
  { id, scope, span, timeZone, hard, limitNano }: Cap,
  balances: readonly WindowBalance[],
  at: Date,
): SeriesView['caps'][number] {
  const balance = balances.find(({ capId }) => capId === id);
  return {
    id,
    scope: scope === 'global' ? 'global' : 'task',
    period: span,
    hard,
    limit_usd: limitNano / 1e9,
    spent_usd: (balance?.settledNano ?? 0) / 1e9,
    reserved_usd: (balance?.reservedNano ?? 0) / 1e9,
    resets_at: windowOf(span, timeZone, at).end.toISOString(),
  };
}
