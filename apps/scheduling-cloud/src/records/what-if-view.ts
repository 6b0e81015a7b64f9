import { z } from 'zod';
import {
  answerOf,
  inDollars,
  type Interval,
  type OffPolicyAnswer,
  type OffPolicyReport,
} from '#replay';
import { entryPatch } from '../admin/registry-view.js';

const MOST_BUDGETS = 5;
const MOST_ROUNDS = 10_000;

/** The body of `POST /admin/v1/tasks/{name}/what-if`. */
export const whatIfRequest = z
  .strictObject({
    budgets_usd: z
      .array(z.number().min(1e-9).max(1_000))
      .min(1)
      .max(MOST_BUDGETS)
      .describe('Dollars a query.'),
    change: entryPatch
      .optional()
      .describe('Of the task: another policy, other models. Nothing is changed.'),
    last: z
      .int()
      .min(2)
      .max(MOST_ROUNDS)
      .default(2_000)
      .describe('So many of the latest rounds since the last reset.'),
  })
  .meta({
    id: 'WhatIfRequest',
    example: { budgets_usd: [0.0002, 0.001], change: { policy: 'c2mab-v' } },
  });
export type WhatIfRequest = z.infer<typeof whatIfRequest>;

const interval = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

const answer = z.strictObject({
  estimate: z
    .number()
    .describe('A query, on average: doubly robust, or the belief of the model where unsupported.'),
  low: z.number().nullable().describe('Of 95%; null where the log does not support it.'),
  high: z.number().nullable(),
  ips: interval.describe('Inverse propensity scores.'),
  snips: interval.describe('The same, self-normalised.'),
  dr: interval.describe('Doubly robust.'),
  model: z.number().describe('What is believed of combinations, alone.'),
});

export const whatIfView = z
  .strictObject({
    task: z.string(),
    rounds: z.int().describe('Those of the log that have a reward.'),
    unrewarded: z.int().describe('Those that were left out, as nobody has said what they earned.'),
    estimates: z.array(
      z.strictObject({
        budget_usd: z.number(),
        supported: z
          .boolean()
          .describe('False: the log says too little of what would be done. Set exploration.'),
        effective_rounds: z.number().describe('How many rounds of its own the log is worth.'),
        reward: answer,
        cost_usd: answer,
      }),
    ),
  })
  .meta({ id: 'WhatIf' });
export type WhatIfView = z.infer<typeof whatIfView>;

export function viewOfEstimate(
  budgetUsd: number,
  { reward, costNano, effectiveRounds, isSupported }: OffPolicyReport,
): WhatIfView['estimates'][number] {
  return {
    budget_usd: budgetUsd,
    supported: isSupported,
    effective_rounds: effectiveRounds,
    reward: viewOfAnswer(answerOf(reward, isSupported)),
    cost_usd: viewOfAnswer(answerOf(inDollars(costNano), isSupported)),
  };
}

function viewOfAnswer({ ips, snips, dr, ...rest }: OffPolicyAnswer): z.infer<typeof answer> {
  const view = (one: Interval) => ({ ...one });
  return { ...rest, ips: view(ips), snips: view(snips), dr: view(dr) };
}
