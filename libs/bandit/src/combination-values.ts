import type { BelievedArm } from './believed-arm.js';
import { callOrder } from './call-order.js';
import { CascadeSpace } from './cascade-space.js';
import { keepsRules, type CombinationRules } from './combination-rules.js';
import { CombinationSpace, countCombinations } from './combination-space.js';
import type { FailureStatistics } from './failure-statistics.js';
import type { ModelId } from './model-offer.js';
import type { RewardModel } from './reward-model.js';
import { MOST_ANY_WIN_REWARD, type Charge } from './selection-problem.js';

/** What a query of a combination is believed to earn and to cost. */
export interface CombinationValue {
  /** In call order where it is a cascade. */
  readonly models: readonly ModelId[];
  readonly reward: number;
  /** With all of its models at the ends of their intervals: wider than an interval of 95%. */
  readonly low: number;
  readonly high: number;
  /** Nano-dollars, by the mean costs. */
  readonly cost: number;
}

/** What is asked of combinations. */
export interface ValueTerms {
  readonly rewardModel: RewardModel;
  readonly size: number;
  readonly charge: Charge;
  readonly rules?: CombinationRules | undefined;
  /** Which models fail together, where a task is a cascade; without it, they fail independently. */
  readonly failures?: FailureStatistics | undefined;
}

/** Models that fail together are reckoned with where there are no more combinations. */
const MANY_CASCADES = 4_000;
const MANY = 20_000;

/** All combinations; of very many those of the models that are worth most of their money. */
export function combinationValues(
  arms: readonly BelievedArm[],
  terms: ValueTerms,
): CombinationValue[] {
  const { size, rewardModel, failures, rules } = terms;
  const few = worthwhile(arms, terms);
  const isCascade = failures !== undefined && rewardModel.cascade;
  const isFew = countCombinations(few.length, size, rewardModel.exactly) <= MANY_CASCADES;
  const values =
    isCascade && isFew ? ofCascades(few, terms.charge, size, failures) : ofSets(few, terms);
  return rules === undefined ? values : values.filter(({ models }) => keepsRules(models, rules));
}

/** As many models as make a number of combinations that is still listed: most reward a dollar, and most reward. */
function worthwhile(arms: readonly BelievedArm[], { size, rewardModel }: ValueTerms) {
  const byWorth = arms.toSorted((a, b) => b.reward / b.costNano - a.reward / a.costNano);
  const byReward = arms.toSorted((a, b) => b.reward - a.reward);
  let kept = arms;
  for (let count = arms.length; count > size; count -= 1) {
    if (countCombinations(kept.length, size, rewardModel.exactly) <= MANY) break;
    const best = new Set<BelievedArm>();
    for (let at = 0; best.size < count - 1; at += 1) {
      best.add((at % 2 === 0 ? byWorth : byReward)[at >> 1] as BelievedArm);
    }
    kept = arms.filter((arm) => best.has(arm));
  }
  return kept;
}

const LEVELS = ['reward', 'low', 'high'] as const;

function ofCascades(
  arms: readonly BelievedArm[],
  charge: Charge,
  size: number,
  failures: FailureStatistics,
): CombinationValue[] {
  const models = arms.map(({ model }) => model);
  const space = new CascadeSpace(models.length, size);
  space.knowledge.learn(failures, models);
  // A model that is asked after others failed has seen the hard queries: here are its means on any.
  const known = arms.map((arm, at) => {
    if (arm.rewards === 0) return arm;
    const { reward, costNano } = space.knowledge.meansOf(at);
    const shift = reward - arm.reward;
    return {
      ...arm,
      reward: within(reward),
      low: within(arm.low + shift),
      high: within(arm.high + shift),
      costNano: costNano > 0 ? costNano : arm.costNano,
    };
  });
  const ranks = ranksOf(known);
  const [likely, low, high] = LEVELS.map((level) => {
    space.load({
      ranks,
      likely: known.map(({ reward }) => within(reward)),
      upper: known.map((arm) => within(arm[level])),
      costs: known.map(({ costNano }) => costNano),
      lows: known.map(() => 1),
      paidInTurn: charge === 'cascade',
    });
    return [...space.all()];
  });
  return (likely ?? []).map(({ node, reward, cost }, at) => ({
    models: space.callOrder(node).map((member) => models[member] as ModelId),
    reward,
    low: low?.[at]?.reward ?? reward,
    high: high?.[at]?.reward ?? reward,
    cost,
  }));
}

function within(chance: number): number {
  return Math.min(MOST_ANY_WIN_REWARD, Math.max(1 - MOST_ANY_WIN_REWARD, chance));
}

function ranksOf(arms: readonly BelievedArm[]): number[] {
  const ranks = new Array<number>(arms.length).fill(0);
  orderOf(arms).forEach((arm, rank) => (ranks[arm] = rank));
  return ranks;
}

/** Indices, most reward a dollar first. */
function orderOf(arms: readonly BelievedArm[]): number[] {
  return [
    ...callOrder(
      arms.map(({ model, rewards, costs, reward, costNano }) => ({
        ...{ model, rewards, costs, meanReward: reward, upperReward: reward, likelyReward: reward },
        ...{ meanCostNano: costNano, lowCostNano: costNano },
      })),
    ),
  ];
}

function ofSets(
  arms: readonly BelievedArm[],
  { rewardModel, size, charge }: ValueTerms,
): CombinationValue[] {
  const ordered = rewardModel.exactly ? arms : orderOf(arms).map((at) => arms[at] as BelievedArm);
  const space = new CombinationSpace(ordered.length, size, rewardModel.exactly);
  const [likely, low, high] = LEVELS.map((level) => {
    space.load({
      ...{ rewardModel, size, charge, budget: 0, models: ordered.map(({ model }) => model) },
      rewards: Float64Array.from(ordered, (arm) => arm[level]),
      successes: Float64Array.from(ordered, ({ reward }) => reward),
      costs: Float64Array.from(ordered, ({ costNano }) => costNano),
    });
    return [...space.all()];
  });
  return (likely ?? []).map(({ node, reward, cost }, at) => ({
    models: space.members(node).map((member) => (ordered[member] as BelievedArm).model),
    reward,
    low: low?.[at]?.reward ?? reward,
    high: high?.[at]?.reward ?? reward,
    cost,
  }));
}
