import type { ArmBounds } from './arm-bounds.js';
import { callOrder } from './call-order.js';
import type { CombinationRules } from './combination-rules.js';
import type { ModelId } from './model-offer.js';
import type { PricedPoint } from './price-search.js';
import type { RewardModel } from './reward-model.js';

/** Which cost of a combination the budget must cover. */
export type Charge = 'cascade' | 'whole';

/** A round's program: which models to ask, for the most reward within the budget. */
export interface SelectionProblem {
  readonly rewardModel: RewardModel;
  /** N. */
  readonly size: number;
  /** What every combination must keep. */
  readonly rules?: CombinationRules;
  /** Dollars are nano-dollars throughout. */
  readonly budget: number;
  readonly charge: Charge;
  /** The models in call order; the arrays below have one entry for each. */
  readonly models: readonly ModelId[];
  /** Rewards that the objective counts, in [0, 1]. */
  readonly rewards: Float64Array;
  /** Chances that a call ends a cascade, in [0, 1]. */
  readonly successes: Float64Array;
  /** Costs of a call that the budget is charged with. */
  readonly costs: Float64Array;
}

/** What the task asks of a combination. */
export interface SelectionTerms {
  readonly rewardModel: RewardModel;
  readonly size: number;
  readonly charge: Charge;
  readonly rules?: CombinationRules | undefined;
}

/**
 * The most that any-win, and a vote by its surrogate, believe of one model. A certain success would make every other model of the
 * combination worthless, and as long as some model is unknown, only one would be tried in a round.
 */
export const MOST_ANY_WIN_REWARD = 0.99;

/**
 * The program that the bounds make: optimistic rewards, low costs.
 * @param budget what the round may spend, nano-dollars
 */
export function selectionProblem(
  bounds: readonly ArmBounds[],
  terms: SelectionTerms,
  budget: number,
): SelectionProblem {
  const { rewardModel, size, charge, rules } = terms;
  const ordered = rewardModel.exactly
    ? bounds
    : Array.from(callOrder(bounds), (index) => bounds[index] as ArmBounds);
  const most = rewardModel.exactly ? 1 : MOST_ANY_WIN_REWARD;
  const rewards = new Float64Array(ordered.length);
  const successes = new Float64Array(ordered.length);
  const costs = new Float64Array(ordered.length);
  const models = ordered.map((arm, index) => {
    rewards[index] = Math.min(most, arm.upperReward);
    successes[index] = arm.likelyReward;
    costs[index] = arm.lowCostNano;
    return arm.model;
  });
  return {
    rewardModel,
    size,
    budget,
    charge,
    models,
    rewards,
    successes,
    costs,
    ...(rules && { rules }),
  };
}

/**
 * What a combination earns and costs in the program. A cascade's cost is the expected one if
 * successes are independent: `sum_k c_k * prod_(j before k) (1 - p_j)`.
 * @param members indices of models, ascending, which is call order
 */
export function pointOf(problem: SelectionProblem, members: ArrayLike<number>): PricedPoint {
  const { rewardModel, charge, rewards, successes, costs } = problem;
  let reward = rewardModel.none;
  let cost = 0;
  let reached = 1;
  for (let position = 0; position < members.length; position += 1) {
    const model = members[position] as number;
    reward = rewardModel.with(reward, rewards[model] as number);
    cost += reached * (costs[model] as number);
    if (charge === 'cascade') reached *= 1 - (successes[model] as number);
  }
  return { reward, cost };
}
