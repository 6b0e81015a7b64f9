import { z } from 'zod';
import type { StatisticsRow } from '#bandit';
import type { LearningState, ModelRecord, TaskRecord } from '#storage';
import { taskView, viewOfTask } from '../tasks/task-view.js';
import type { Task } from '../tasks/task.js';
import type { TaskSnapshot } from '../tasks/task-snapshots.js';

const conditional = z.strictObject({
  model: z.string(),
  after: z.array(z.string()).describe('The models that had failed at the query before.'),
  rewards: z.int(),
  mean_reward: z.number().nullable(),
  costs: z.int(),
  mean_cost_usd: z.number().nullable().describe('At the prices of the time.'),
});

/** What is known of a task, and what became of its queries in a span of time. */
export const statisticsView = z
  .strictObject({
    task: z.string(),
    generation: z.int().describe('How often it was reset.'),
    learning_since: z.iso.datetime().nullable().describe('The last reset; null: there was none.'),
    rounds: z.int().describe('All of them, those before a reset too.'),
    budget_usd_per_query: z.number(),
    spent_usd: z.number(),
    balance_usd: z
      .number()
      .describe('Spent and expected to be, less the budget of all rounds: above 0 is overspent.'),
    models: taskView.shape.models,
    after_failures: z
      .array(conditional)
      .describe('Of cascades: what models do where others failed. The most frequent two hundred.'),
    lessons: z
      .strictObject({ written: z.int(), in_checkpoint: z.int() })
      .nullable()
      .describe('Of a contextual task.'),
    period: z.strictObject({
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      queries: z.int(),
      answered: z.int(),
      failed: z.int(),
      cost_usd: z.number(),
      ratings: z.int(),
      models: z.array(
        z.strictObject({
          model: z.string(),
          calls: z.int(),
          failed: z.int(),
          rewarded: z.int(),
          mean_reward: z.number().nullable(),
          cost_usd: z.number(),
          mean_latency_ms: z.number().nullable(),
        }),
      ),
    }),
  })
  .meta({ id: 'TaskStatistics' });
export type StatisticsView = z.infer<typeof statisticsView>;

/** All that is shown. */
export interface TaskFigures {
  task: Task;
  snapshot: TaskSnapshot;
  /** As the database has them. */
  rows: readonly StatisticsRow[];
  learning: LearningState;
  period: TaskRecord & { from: Date; to: Date };
}

export function viewOfStatistics({
  task,
  snapshot,
  rows,
  learning,
  period,
}: TaskFigures): StatisticsView {
  const view = viewOfTask(task, snapshot);
  const { rounds, settledNano, expectedNano, settledExpectedNano } = snapshot.pacing;
  const spentNano = settledNano + expectedNano - settledExpectedNano;
  const { from, to, costNano, models, ...counts } = period;
  return {
    task: task.name,
    generation: learning.generation,
    learning_since: learning.since?.toISOString() ?? null,
    rounds,
    budget_usd_per_query: view.budget_usd_per_query,
    spent_usd: view.spent_usd,
    balance_usd: (spentNano - task.budgetNano * rounds) / 1e9,
    models: view.models,
    after_failures: conditionals(rows),
    lessons: learning.lessons && {
      written: learning.lessons.written,
      in_checkpoint: learning.lessons.inCheckpoint,
    },
    period: {
      from: from.toISOString(),
      to: to.toISOString(),
      ...counts,
      cost_usd: costNano / 1e9,
      models: models.map(viewOfModel),
    },
  };
}

function viewOfModel({
  meanReward,
  costNano,
  meanLatencyMs,
  ...counts
}: ModelRecord): StatisticsView['period']['models'][number] {
  return {
    ...counts,
    mean_reward: meanReward,
    cost_usd: costNano / 1e9,
    mean_latency_ms: meanLatencyMs,
  };
}

const MOST = 200;

/** Over all epochs and prices. */
function conditionals(rows: readonly StatisticsRow[]): StatisticsView['after_failures'] {
  const sums = new Map<string, { row: StatisticsRow; sums: number[] }>();
  for (const row of rows.filter(({ given }) => given.length > 0)) {
    const key = JSON.stringify([row.model, row.given]);
    const { rewards, rewardSumMicro, costs, costSumNano } = row.statistics;
    const own = [rewards, rewardSumMicro, costs, costSumNano];
    const before = sums.get(key)?.sums ?? [0, 0, 0, 0];
    sums.set(key, { row, sums: own.map((sum, at) => sum + (before[at] ?? 0)) });
  }
  const all = [...sums.values()].map(
    ({ row, sums: [rewards = 0, micro = 0, costs = 0, nano = 0] }) => ({
      model: row.model,
      after: [...row.given],
      rewards,
      mean_reward: rewards === 0 ? null : micro / rewards / 1e6,
      costs,
      mean_cost_usd: costs === 0 ? null : nano / costs / 1e9,
    }),
  );
  return all.sort((one, other) => other.costs - one.costs).slice(0, MOST);
}
