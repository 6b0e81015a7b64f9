import { z } from 'zod';
import type { LatestRounds } from '#storage';
import type { Task } from '../tasks/task.js';
import type { TaskSnapshot } from '../tasks/task-snapshots.js';
import { alertView, type Alert } from './alerts.js';
import { savingOf, type Saving, type Seen } from './saving.js';

const taskOverview = z.strictObject({
  task: z.string(),
  reward_model: z.enum(['any-win', 'sum-up', 'all-in', 'vote']),
  size: z
    .int()
    .describe('The most models of a combination, or for sum-up and all-in their number.'),
  policy: z.string(),
  paused: z.boolean(),
  rounds: z.int().describe('All of them.'),
  queries_per_second: z.number().describe('Over the last minute.'),
  reward: z
    .strictObject({
      mean: z.number(),
      low: z.number(),
      high: z.number(),
      rounds: z.int().describe('How many have a reward.'),
    })
    .nullable()
    .describe('Of the latest 1,000 rounds, with an interval of 95%; null: none has a reward.'),
  cost_usd_per_query: z.number().nullable().describe('Of those of them that are settled.'),
  budget_usd_per_query: z.number(),
  budget_used: z.number().nullable().describe('The one over the other; above 1 is over it.'),
  saving: z
    .strictObject({
      model: z.string().describe('The model with the highest mean reward.'),
      usd_per_query: z.number(),
      low: z.number(),
      high: z.number(),
      ratio: z.number().describe('As a part of what that model alone would cost.'),
      reward_gain: z
        .strictObject({ mean: z.number(), low: z.number(), high: z.number() })
        .nullable()
        .describe('What a round earns more than that model does alone; below 0: less.'),
    })
    .nullable()
    .describe(
      'Against always asking the best model: what its calls on any query cost on average, less what a round does. With an interval of 95%; null while too little is known.',
    ),
  alerts: z.array(alertView),
});
type TaskOverview = z.infer<typeof taskOverview>;

/** All tasks at a glance. */
export const overviewView = z
  .strictObject({
    tasks: z.array(taskOverview),
    alerts: z.array(alertView).describe('Of the service; none for a key that is for some tasks.'),
  })
  .meta({ id: 'Overview' });
export type OverviewView = z.infer<typeof overviewView>;

/** All that is shown of a task. */
export interface TaskNow {
  task: Task;
  paused: boolean;
  snapshot: TaskSnapshot;
  /** Undefined: it has had no rounds. */
  latest: LatestRounds | undefined;
  alerts: Alert[];
}

const Z = 1.96;

export function viewOfTaskNow({ task, paused, snapshot, latest, alerts }: TaskNow): TaskOverview {
  const cost = latest && seenOf(latest.settled, latest.meanCostNano, latest.costDeviationNano);
  const saving =
    cost && savingOf(task.models.keys(), snapshot.failures.rows, cost, rewardSeen(latest));
  return {
    task: task.name,
    reward_model: task.rewardModel,
    size: task.size,
    policy: task.policyName,
    paused,
    rounds: snapshot.pacing.rounds,
    queries_per_second: latest?.queriesPerSecond ?? 0,
    reward: rewardOf(latest),
    cost_usd_per_query: cost ? cost.mean / 1e9 : null,
    budget_usd_per_query: task.budgetNano / 1e9,
    budget_used: cost ? cost.mean / task.budgetNano : null,
    saving: saving ? viewOfSaving(saving) : null,
    alerts,
  };
}

function rewardOf(latest: LatestRounds | undefined): TaskOverview['reward'] {
  const seen = rewardSeen(latest);
  if (!seen) return null;
  const half = (Z * seen.deviation) / Math.sqrt(seen.count);
  return { mean: seen.mean, low: seen.mean - half, high: seen.mean + half, rounds: seen.count };
}

function rewardSeen(latest: LatestRounds | undefined): Seen | undefined {
  return latest && seenOf(latest.rewarded, latest.meanReward, latest.rewardDeviation);
}

function seenOf(count: number, mean: number | null, deviation: number | null): Seen | undefined {
  return mean === null ? undefined : { count, mean, deviation: deviation ?? 0 };
}

function viewOfSaving({ model, ratio, gain, ...saving }: Saving): TaskOverview['saving'] {
  return {
    model,
    usd_per_query: saving.nano / 1e9,
    low: saving.lowNano / 1e9,
    high: saving.highNano / 1e9,
    ratio,
    reward_gain: gain,
  };
}
