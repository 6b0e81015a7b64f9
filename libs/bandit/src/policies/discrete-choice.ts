import type { ArmBounds } from '../arm-bounds.js';
import { keepsRules, RulesError } from '../combination-rules.js';
import { CombinationSpace, countCombinations, OUT_OF_REACH } from '../combination-space.js';
import { expectedCost } from '../expected-cost.js';
import { pacedBudget } from '../pacing.js';
import type { Decision, DecisionInput } from '../policy.js';
import type { SupportPoint } from '../relaxed-solution.js';
import { rewardModels } from '../reward-models.js';
import { selectionProblem, type SelectionTerms } from '../selection-problem.js';
import { assertSize } from '../size-error.js';
import type { BaselineSettings } from './baseline-settings.js';

/** The most combinations that are worth listing each round. */
const MOST_COMBINATIONS = 200_000;

/** Finds the one combination that bounds think best within a budget. */
export type DiscreteChoice = (
  input: DecisionInput,
  bounds: readonly ArmBounds[],
  budgetNano: number,
) => SupportPoint;

/**
 * The discrete problem, by enumeration: the combination with the most reward by the upper rewards
 * whose cost by the low costs is within the budget; where none is, the cheapest. It keeps the
 * spaces that it has listed.
 * @throws {RangeError} where there are too many combinations to list; in a round {RulesError} where
 *   none keeps the rules
 */
export function discreteChoice({ charge }: Pick<BaselineSettings, 'charge'>): DiscreteChoice {
  const spaces = new Map<string, CombinationSpace>();
  return (input, bounds, budgetNano) => {
    const terms = termsOf(input, charge);
    const problem = selectionProblem(bounds, terms, budgetNano);
    const space = spaceOf(problem.models.length, terms, spaces);
    space.load(problem);
    const { rules } = problem;
    if (rules !== undefined) {
      const namesOf = (members: readonly number[]) =>
        members.map((model) => problem.models[model] as string);
      space.forbid((members) => keepsRules(namesOf(members), rules));
    }
    const { node, reward, cost } = space.bestWithin(budgetNano);
    if (cost === OUT_OF_REACH) throw new RulesError(problem.size);
    const combination = space.members(node).map((model) => problem.models[model] as string);
    return { combination, probability: 1, reward, costNano: cost };
  };
}

/** The decision to ask this combination, for certain. */
export function certainly(
  point: SupportPoint,
  bounds: readonly ArmBounds[],
  input: DecisionInput,
  settings: BaselineSettings,
): Decision {
  const { combination, reward, costNano } = point;
  const paced = pacedBudget(input.pacing, input.budgetNano, settings);
  const { charge } = termsOf(input, settings.charge);
  return {
    combination,
    propensity: 1,
    expectedCostNano: expectedCost(combination, bounds, charge),
    pacedBudgetNano: paced,
    bounds,
    relaxed: { over: 'combinations', support: [point], reward, costNano },
    overBudget: costNano > Math.max(paced, input.budgetNano) * (1 + 1e-9),
  };
}

function termsOf(input: DecisionInput, charge: SelectionTerms['charge']): SelectionTerms {
  assertSize(input.size, input.offers.length);
  const rewardModel = rewardModels[input.rewardModel];
  return {
    rewardModel,
    size: input.size,
    charge: rewardModel.cascade ? charge : 'whole',
    rules: input.rules,
  };
}

function spaceOf(
  models: number,
  { size, rewardModel: { exactly } }: SelectionTerms,
  spaces: Map<string, CombinationSpace>,
): CombinationSpace {
  const key = `${models} ${size} ${exactly}`;
  const known = spaces.get(key);
  if (known) return known;
  const count = countCombinations(models, size, exactly);
  if (count > MOST_COMBINATIONS) {
    throw new RangeError(
      `${count} combinations of ${size} of ${models} models are too many to list: lower the size, or choose c2mab-v`,
    );
  }
  const space = new CombinationSpace(models, size, exactly);
  spaces.set(key, space);
  return space;
}
