import { armBounds, type ArmBounds, type Optimism } from './arm-bounds.js';
import { callOrder } from './call-order.js';
import { CascadeSpace, type CascadeArms } from './cascade-space.js';
import { keepsRules, RulesError } from './combination-rules.js';
import { OUT_OF_REACH } from './combination-space.js';
import { failureBeliefs } from './failure-beliefs.js';
import type { FailureStatistics } from './failure-statistics.js';
import type { DecisionInput } from './policy.js';
import { supportWithin } from './price-search.js';
import type { MixedSolution, SupportPoint } from './relaxed-solution.js';
import { MOST_ANY_WIN_REWARD, type Charge } from './selection-problem.js';
import { unbiasedArms } from './unbiased-arms.js';

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
  const spaces = new Map<string, CascadeSpace>();
  return (input, failures, charge, budget) => {
    const { offers, size, round } = input;
    const models = offers.map(({ model }) => model);
    const space = spaceOf(spaces, models.length, size);
    space.learn(failures, models);
    const beliefs = failureBeliefs(failures, size);
    const arms = unbiasedArms(input.statistics, failures, beliefs);
    const bounds = armBounds(offers, arms, round, optimism);
    space.load(cascadeArms(bounds, charge), beliefs);
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

function spaceOf(spaces: Map<string, CascadeSpace>, models: number, size: number): CascadeSpace {
  const key = `${models} ${size}`;
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
