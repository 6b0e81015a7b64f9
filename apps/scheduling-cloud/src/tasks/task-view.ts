import { z } from 'zod';
import { emptyArm, type ArmStatistics, type TokenSums } from '#bandit';
import { unjudged, type VoteTrust } from '../votes/calibrations.js';
import type { KnownEstimates } from '../votes/estimates.js';
import { ballotView, viewOfBallot } from '../votes/vote-view.js';
import type { Task } from './task.js';
import type { TaskSnapshot } from './task-snapshots.js';

const modelView = z.strictObject({
  model: z.string(),
  rewards: z.number().describe('Rewards observed, old ones weighed less where the task forgets.'),
  mean_reward: z.number().nullable(),
  costs: z.number().describe('Costs observed, likewise: one a call that succeeded.'),
  mean_cost_usd: z.number().nullable().describe("At today's prices."),
  mean_output_tokens: z.number().nullable(),
});

/** A task with what has been learnt of its models, as clients see it. */
export const taskView = z
  .strictObject({
    name: z.string(),
    reward_model: z.enum(['any-win', 'sum-up', 'all-in', 'vote']),
    size: z.int(),
    policy: z.string(),
    policy_settings: z
      .record(z.string(), z.union([z.number(), z.string()]))
      .describe('All of them, the defaults too.'),
    forgetting: z
      .strictObject({
        half_life_rounds: z.number().nullable(),
        window_rounds: z.number().nullable(),
      })
      .describe('After how many rounds an observation weighs half, and not at all; null: never.'),
    rules: z.record(z.string(), z.unknown()).nullable().describe('What every combination keeps.'),
    ballot: ballotView
      .nullable()
      .describe(
        'What its models vote on, and how far its beliefs can be trusted; null for others.',
      ),
    budget_usd_per_query: z.number(),
    rounds: z.int(),
    spent_usd: z.number().describe('The true cost of the rounds that are settled.'),
    cost_usd_per_query: z
      .number()
      .nullable()
      .describe('With the expected cost of the rounds that are still open.'),
    models: z.array(modelView),
  })
  .meta({ id: 'Task' });
export type TaskView = z.infer<typeof taskView>;

export const taskList = z.strictObject({ data: z.array(taskView) }).meta({ id: 'TaskList' });
export type TaskList = z.infer<typeof taskList>;

export function viewOfTask(
  task: Task,
  { statistics, tokens, pacing }: TaskSnapshot,
  trust: VoteTrust = unjudged,
  estimates?: KnownEstimates,
): TaskView {
  const openNano = pacing.expectedNano - pacing.settledExpectedNano;
  const spentNano = pacing.settledNano + openNano;
  return {
    name: task.name,
    reward_model: task.rewardModel,
    size: task.size,
    policy: task.policyName,
    policy_settings: { ...task.policySettings },
    forgetting: {
      half_life_rounds: task.forgetting.halfLifeRounds ?? null,
      window_rounds: task.forgetting.windowRounds ?? null,
    },
    rules: task.rules === null ? null : { ...task.rules },
    ballot: task.labels && viewOfBallot(task.labels, trust, estimates),
    budget_usd_per_query: task.budgetNano / 1e9,
    rounds: pacing.rounds,
    spent_usd: pacing.settledNano / 1e9,
    cost_usd_per_query: pacing.rounds === 0 ? null : spentNano / pacing.rounds / 1e9,
    models: [...task.models.keys()].map((model) =>
      viewOfArm(model, statistics.get(model) ?? emptyArm, tokens.get(model)),
    ),
  };
}

function viewOfArm(
  model: string,
  arm: ArmStatistics,
  tokens: TokenSums | undefined,
): TaskView['models'][number] {
  return {
    model,
    rewards: arm.rewards,
    mean_reward: arm.rewards === 0 ? null : arm.rewardSumMicro / arm.rewards / 1e6,
    costs: arm.costs,
    mean_cost_usd: arm.costs === 0 ? null : arm.costSumNano / arm.costs / 1e9,
    mean_output_tokens: tokens && tokens.calls > 0 ? tokens.outputTokens / tokens.calls : null,
  };
}
