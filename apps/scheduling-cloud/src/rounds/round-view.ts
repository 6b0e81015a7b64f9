import { z } from 'zod';
import type { RoundEntity } from '#storage';

/** A round, as clients see it. */
export const roundView = z
  .strictObject({
    id: z.uuid().describe("Its query's id."),
    policy: z.string(),
    round: z.int().describe('t, 1-based, in the task.'),
    seed: z.int().describe('Of the draw, 32 bits.'),
    combination: z.array(z.string()).describe('The models, in call order.'),
    propensity: z.number().describe('The probability with which the combination was drawn.'),
    reward_model: z.string(),
    size: z.int(),
    budget_usd: z.number().describe('rho: dollars a query in the long run.'),
    paced_budget_usd: z.number().describe('What this round could spend, as the pacer had it.'),
    expected_cost_usd: z.number(),
    over_budget: z.boolean().describe('No combination fits the budget: the cheapest was chosen.'),
    bounds: z
      .array(z.record(z.string(), z.unknown()))
      .describe(
        'What was believed of each model: means, optimistic reward, low cost (nano-dollars).',
      ),
    relaxed: z
      .record(z.string(), z.unknown())
      .describe('The relaxed solution: fractions of models, or a mixture of combinations.'),
  })
  .meta({ id: 'Round' });
export type RoundView = z.infer<typeof roundView>;

/** The explanation as it is stored: a decision's, with the terms it was made under. */
interface Explanation {
  rewardModel: string;
  size: number;
  budgetNano: number;
  pacedBudgetNano: number;
  expectedCostNano: number;
  overBudget: boolean;
  bounds: Record<string, unknown>[];
  relaxed: Record<string, unknown>;
}

export function viewOfRound(round: RoundEntity): RoundView {
  const explanation = round.explanation as unknown as Explanation;
  return {
    id: round.queryId,
    policy: round.policy,
    round: round.round,
    seed: round.seed,
    combination: round.combination,
    propensity: round.propensity,
    reward_model: explanation.rewardModel,
    size: explanation.size,
    budget_usd: explanation.budgetNano / 1e9,
    paced_budget_usd: explanation.pacedBudgetNano / 1e9,
    expected_cost_usd: explanation.expectedCostNano / 1e9,
    over_budget: explanation.overBudget,
    bounds: explanation.bounds,
    relaxed: explanation.relaxed,
  };
}
