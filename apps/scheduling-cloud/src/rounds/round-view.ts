import { z } from 'zod';
import type {
  ArmBounds,
  CombinationRules,
  Decision,
  FractionalSolution,
  MixedSolution,
  RelaxedSolution,
  RewardModelName,
} from '#bandit';
import { PRICES, type QueryTrace, type SelectForeseen } from '#context';
import { selectView, viewOfForeseen } from './select-view.js';
import type { VoteTerms } from '#contracts';
import type { RoundEntity } from '#storage';

const boundsView = z.strictObject({
  model: z.string(),
  rewards: z.number().describe('Rewards observed, old ones weighed less where the task forgets.'),
  costs: z.number().describe('Costs observed, likewise.'),
  mean_reward: z.number().nullable().describe('Null before the first reward.'),
  upper_reward: z.number().describe('The optimistic bound.'),
  likely_reward: z.number(),
  mean_cost_usd: z.number().describe('Observed and, while there is little of that, by the price.'),
  low_cost_usd: z.number().describe('The optimistic bound.'),
});

const mixtureView = z.strictObject({
  over: z.literal('combinations'),
  support: z.array(
    z.strictObject({
      combination: z.array(z.string()).describe('In call order.'),
      probability: z.number(),
      reward: z.number(),
      cost_usd: z.number(),
    }),
  ),
  reward: z.number(),
  cost_usd: z.number(),
});

const fractionsView = z.strictObject({
  over: z.literal('models'),
  fractions: z
    .array(z.strictObject({ model: z.string(), fraction: z.number() }))
    .describe('In call order, which is also the order of rounding.'),
  reward: z.number(),
  cost_usd: z.number(),
});

const exploredView = z.strictObject({
  over: z.literal('explored'),
  followed: z.discriminatedUnion('over', [mixtureView, fractionsView]),
  share: z.number().describe('The probability that the round explores.'),
  models: z.array(z.string()).describe('In call order.'),
  exploration: z.record(z.string(), z.unknown()).describe('How an exploring round chooses.'),
  reward: z.number(),
  cost_usd: z.number(),
});

/** A round, as clients see it. */
export const roundView = z
  .strictObject({
    id: z.uuid().describe("Its query's id."),
    policy: z.string(),
    round: z.int().describe('t, 1-based, as this replica knew it.'),
    seed: z.int().describe('Of the draw, 32 bits.'),
    combination: z.array(z.string()).describe('The models, in call order.'),
    propensity: z.number().describe('The probability with which the combination was drawn.'),
    reward_model: z.string(),
    size: z.int(),
    budget_usd: z.number().describe('rho: dollars a query in the long run.'),
    paced_budget_usd: z.number().describe('What this round could spend, as the pacer had it.'),
    expected_cost_usd: z.number(),
    within_usd: z
      .number()
      .nullable()
      .describe('What its calls may cost at worst, where the client or a cap said so.'),
    rules: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('What every combination had to keep.'),
    over_budget: z.boolean().describe('No combination fits the budget: the cheapest was chosen.'),
    bounds: z.array(boundsView).describe('What was believed of each model.'),
    relaxed: z

      .discriminatedUnion('over', [mixtureView, fractionsView, exploredView])
      .describe('The relaxed solution, from which the combination was drawn.'),
    vote: z
      .strictObject({
        labels: z.array(z.string()),
        weights: z
          .record(z.string(), z.number())
          .describe("By model: what its answer adds to the logarithm of its label's belief."),
        tables: z
          .record(z.string(), z.array(z.array(z.number())))
          .nullable()
          .describe(
            'By model, in place of weights: ln P(answer | label), a row a label; the last column is of answers that are none.',
          ),
        estimates: z
          .strictObject({
            version: z.int(),
            kind: z.int().describe("The query's kind, from 0, as this version tells them apart."),
          })
          .nullable()
          .describe('By what is known by kind of query or by label; null: one chance a model.'),
        luck: z.number().describe('In [0, 1): which of tied labels wins.'),
        heard_out: z
          .boolean()
          .describe('All are asked though the label is decided before, to learn of them.'),
      })
      .nullable()
      .describe('How the models of a vote are heard; null for other tasks.'),
    price_of_money: z
      .number()
      .nullable()
      .describe(
        'What one more dollar would have earned: reward a dollar; 0 where it is not short.',
      ),
    contextual: z
      .strictObject({
        features: z.int().describe('How many features the query has that are not 0.'),
        costs: z
          .array(z.strictObject({ price_of_money: z.number(), cost_usd: z.number() }))
          .describe('What its best combination costs, from which price of money on.'),
      })
      .nullable()
      .describe('What a contextual task saw of the query; null for other policies.'),
    select: selectView
      .nullable()
      .describe('What a task that chooses subsets by query foresaw; null for other policies.'),
  })
  .meta({ id: 'Round' });
export type RoundView = z.infer<typeof roundView>;

/** What a round's row keeps of its decision, with the terms that it was made under. */
export interface Explanation extends Omit<Decision, 'combination' | 'propensity'> {
  rewardModel: RewardModelName;
  size: number;
  budgetNano: number;
  /** What its calls may cost at worst; absent where nobody said so. */
  withinNano?: number;
  rules?: CombinationRules;
  /** Of a vote. */
  labels?: readonly string[];
  vote?: VoteTerms;
  estimates?: { version: number; kind: number };
  /** Of a contextual task. */
  trace?: QueryTrace;
  priceOfMoney?: number;
  /** Of a task that chooses subsets by query. */
  version?: number | null;
  foreseen?: SelectForeseen;
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
    budget_usd: usdOf(explanation.budgetNano),
    paced_budget_usd: usdOf(explanation.pacedBudgetNano),
    expected_cost_usd: usdOf(explanation.expectedCostNano),
    within_usd: explanation.withinNano === undefined ? null : usdOf(explanation.withinNano),
    rules: explanation.rules ? { ...explanation.rules } : null,
    over_budget: explanation.overBudget,
    bounds: explanation.bounds.map(viewOfBounds),
    relaxed: viewOfRelaxed(explanation.relaxed),
    vote: explanation.vote ? viewOfVoteTerms(explanation, explanation.vote) : null,
    price_of_money: moneyPrice(explanation),
    contextual: explanation.trace === undefined ? null : viewOfTrace(explanation.trace),
    select:
      explanation.version === undefined
        ? null
        : viewOfForeseen(explanation.version, explanation.foreseen),
  };
}

const NANO_PER_USD = 1e9;

function viewOfVoteTerms(
  { labels = [], estimates }: Explanation,
  { weights, tables, luck, heardOut }: VoteTerms,
): RoundView['vote'] {
  return {
    labels: [...labels],
    weights,
    tables: tables ?? null,
    estimates: estimates ?? null,
    luck,
    heard_out: heardOut ?? false,
  };
}

/** For a mixture its slope: between two combinations one more dollar moves towards the dearer. */
function moneyPrice({ relaxed, priceOfMoney, overBudget }: Explanation): number | null {
  if (priceOfMoney !== undefined) return priceOfMoney * NANO_PER_USD;
  const mixed = relaxed.over === 'explored' ? relaxed.followed : relaxed;
  if (mixed.over === 'models' || overBudget) return null;
  const [low, high] = mixed.support.toSorted((left, right) => left.costNano - right.costNano);
  if (low === undefined || high === undefined || high.costNano === low.costNano) return 0;
  return ((high.reward - low.reward) / (high.costNano - low.costNano)) * NANO_PER_USD;
}

function viewOfTrace({ indices, costs }: QueryTrace): RoundView['contextual'] {
  return {
    features: indices.length,
    costs: costs.map(([price, cost]) => ({
      price_of_money: (PRICES[price] ?? 0) * NANO_PER_USD,
      cost_usd: usdOf(cost),
    })),
  };
}

function viewOfBounds(bounds: ArmBounds): RoundView['bounds'][number] {
  return {
    model: bounds.model,
    rewards: bounds.rewards,
    costs: bounds.costs,
    mean_reward: bounds.meanReward,
    upper_reward: bounds.upperReward,
    likely_reward: bounds.likelyReward,
    mean_cost_usd: usdOf(bounds.meanCostNano),
    low_cost_usd: usdOf(bounds.lowCostNano),
  };
}

function viewOfRelaxed(relaxed: RelaxedSolution): RoundView['relaxed'] {
  if (relaxed.over !== 'explored') return viewOfFollowed(relaxed);
  const { share, exploration, reward } = relaxed;
  return {
    over: 'explored',
    followed: viewOfFollowed(relaxed.followed),
    share,
    models: [...relaxed.models],
    exploration: { ...exploration },
    reward,
    cost_usd: usdOf(relaxed.costNano),
  };
}

function viewOfFollowed(
  relaxed: MixedSolution | FractionalSolution,
): Exclude<RoundView['relaxed'], { over: 'explored' }> {
  const { reward, costNano } = relaxed;
  if (relaxed.over === 'models') {
    return { over: 'models', fractions: [...relaxed.fractions], reward, cost_usd: usdOf(costNano) };
  }
  const support = relaxed.support.map((point) => ({
    combination: [...point.combination],
    probability: point.probability,
    reward: point.reward,
    cost_usd: usdOf(point.costNano),
  }));
  return { over: 'combinations', support, reward, cost_usd: usdOf(costNano) };
}

function usdOf(nano: number): number {
  return nano / 1e9;
}
