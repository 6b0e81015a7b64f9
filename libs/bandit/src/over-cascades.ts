import { armBounds, type ArmBounds, type Optimism } from './arm-bounds.js';
import { ONE_REWARD_MICRO, type ArmStatistics } from './arm-statistics.js';
import { callOrder } from './call-order.js';
import { CascadeSpace, type CascadeArms } from './cascade-space.js';
import { keepsRules, RulesError } from './combination-rules.js';
import { OUT_OF_REACH } from './combination-space.js';
import type { FailureKnowledge } from './failure-knowledge.js';
import type { FailureStatistics } from './failure-statistics.js';
import type { ModelId } from './model-offer.js';
import type { DecisionInput } from './policy.js';
import { supportWithin } from './price-search.js';
import type { MixedSolution, SupportPoint } from './relaxed-solution.js';
import { MOST_ANY_WIN_REWARD, type Charge } from './selection-problem.js';

/** What a decision over cascades is made of. */
interface CascadePlan {
  readonly bounds: readonly ArmBounds[];
  readonly relaxed: MixedSolution;
}

/** @param budget what the round may spend, nano-dollars */
export type CascadePlanner = (
  input: DecisionInput,
  failures: FailureStatistics,
  charge: Charge,
  budget: number,
) => CascadePlan;

/**
 * The relaxation over combinations for any-win, by what is known of models that fail together: the
 * best mixture of at most two. It keeps the spaces that it has listed, one for each (K, N).
 */
export function overCascades(optimism: Optimism): CascadePlanner {
  const spaces = new Map<number, CascadeSpace>();
  return (input, failures, charge, budget) => {
    const { offers, size, round } = input;
    const models = offers.map(({ model }) => model);
    const space = spaceOf(spaces, models.length, size);
    space.knowledge.learn(failures, models);
    const arms = unbiasedArms(input.statistics, models, space.knowledge);
    const bounds = armBounds(offers, arms, round, optimism);
    space.load(cascadeArms(bounds, charge));
    const { rules } = input;
    if (rules !== undefined) {
      space.forbid((members) => keepsRules(namesOf(models, members), rules));
    }
    const { low, high, share } = supportWithin(space, budget);
    if (low.cost === OUT_OF_REACH) throw new RulesError(size);
    const support: SupportPoint[] = [];
    for (const [point, probability] of [[low, 1 - share] as const, [high, share] as const]) {
      if (probability > 0) {
        support.push({
          combination: namesOf(models, space.callOrder(point.node)),
          probability,
          reward: point.reward,
          costNano: point.cost,
          meanCostNano: space.meanCostOf(point.node),
        });
      }
    }
    const relaxed: MixedSolution = {
      over: 'combinations',
      support,
      reward: low.reward + share * (high.reward - low.reward),
      costNano: low.cost + share * (high.cost - low.cost),
    };
    return { bounds, relaxed };
  };
}

function namesOf(models: readonly string[], members: readonly number[]): string[] {
  return members.map((model) => models[model] as string);
}

function spaceOf(spaces: Map<number, CascadeSpace>, models: number, size: number): CascadeSpace {
  const key = models * 2 ** 16 + size;
  const known = spaces.get(key);
  if (known !== undefined) return known;
  const space = new CascadeSpace(models, size);
  spaces.set(key, space);
  return space;
}

function cascadeArms(bounds: readonly ArmBounds[], charge: Charge): CascadeArms {
  const ranks = new Array<number>(bounds.length).fill(0);
  callOrder(bounds).forEach((index, rank) => (ranks[index] = rank));
  return {
    ranks,
    likely: bounds.map((arm) => arm.likelyReward),
    upper: bounds.map((arm) => Math.min(MOST_ANY_WIN_REWARD, arm.upperReward)),
    costs: bounds.map((arm) => arm.meanCostNano),
    lows: bounds.map((arm) => (arm.meanCostNano > 0 ? arm.lowCostNano / arm.meanCostNano : 1)),
    paidInTurn: charge === 'cascade',
  };
}

/**
 * Every model's statistics with the means that it has on any query: a model that is asked after others
 * failed sees the hard ones. For deciding, not to be added to: sums are no integers, and the squares
 * are those seen.
 */
function unbiasedArms(
  statistics: ReadonlyMap<ModelId, ArmStatistics>,
  models: readonly ModelId[],
  knowledge: FailureKnowledge,
): Map<ModelId, ArmStatistics> {
  const arms = new Map<ModelId, ArmStatistics>();
  models.forEach((model, index) => {
    const arm = statistics.get(model);
    if (arm === undefined) return;
    const { reward, costNano } = knowledge.meansOf(index);
    arms.set(model, {
      ...arm,
      rewardSumMicro: arm.rewards * ONE_REWARD_MICRO * reward,
      costSumNano: arm.costs * costNano,
    });
  });
  return arms;
}
