import { armBounds, type ArmBounds } from './arm-bounds.js';
import { c2mabVSettings, type C2mabVSettings, type RelaxationName } from './c2mab-v-settings.js';
import { countCombinations } from './combination-space.js';
import { expectedCost } from './expected-cost.js';
import { overCascades } from './over-cascades.js';
import { overCombinations } from './over-combinations.js';
import { overModels } from './over-models.js';
import { overRuledModels } from './ruled-models.js';
import { pacedBudget } from './pacing.js';
import type { DecisionInput, Policy } from './policy.js';
import { draw, type RelaxedSolution } from './relaxed-solution.js';
import { rewardModels } from './reward-models.js';
import { selectionProblem, type SelectionTerms } from './selection-problem.js';
import { assertSize } from './size-error.js';

/** `auto` relaxes over combinations up to so many of them: some 100 µs a decision. */
const MANY_COMBINATIONS = 4_000;

/**
 * C2MAB-V (arXiv 2405.16587): optimistic rewards and low costs, a relaxed program within the paced
 * budget, a draw. Over the combinations of any-win it knows which models fail together, where the
 * input tells. A policy keeps room to work in, so it serves one decision at a time.
 * @throws {SettingsError} for settings out of range; a decision throws {RulesError} where no
 *   combination keeps the rules
 */
export function c2mabV(own: Partial<C2mabVSettings> = {}): Policy {
  const settings = c2mabVSettings(own);
  const plan = planner(settings);
  return {
    name: 'c2mab-v',
    decide(input, random) {
      const terms = termsOf(input, settings);
      const paced = pacedBudget(input.pacing, input.budgetNano, settings);
      const { bounds, relaxed } = plan(input, terms, paced);
      const { combination, propensity } = draw(relaxed, random);
      return {
        combination,
        propensity,
        expectedCostNano: expectedCost(combination, bounds, terms.charge, relaxed),
        pacedBudgetNano: paced,
        bounds,
        relaxed,
        overBudget: relaxed.costNano > Math.max(paced, input.budgetNano) * (1 + 1e-9),
      };
    },
  };
}

function termsOf(input: DecisionInput, settings: C2mabVSettings): SelectionTerms {
  assertSize(input.size, input.offers.length);
  const rewardModel = rewardModels[input.rewardModel];
  return {
    rewardModel,
    size: input.size,
    charge: rewardModel.cascade ? settings.charge : 'whole',
    rules: input.rules,
  };
}

interface Plan {
  readonly bounds: readonly ArmBounds[];
  readonly relaxed: RelaxedSolution;
}

type Planner = (input: DecisionInput, terms: SelectionTerms, budget: number) => Plan;

function planner(settings: C2mabVSettings): Planner {
  const cascades = overCascades(settings);
  const listed = overCombinations();
  return (input, terms, budget) => {
    const combinations = isListed(settings.relaxation, input, terms);
    if (combinations && input.failures !== undefined && terms.rewardModel.cascade) {
      return cascades(input, input.failures, terms.charge, budget);
    }
    const bounds = armBounds(input.offers, input.statistics, input.round, settings);
    const problem = selectionProblem(bounds, terms, budget);
    if (combinations) return { bounds, relaxed: listed(problem) };
    return {
      bounds,
      relaxed: problem.rules ? overRuledModels(problem, problem.rules) : overModels(problem),
    };
  };
}

function isListed(
  relaxation: RelaxationName,
  { offers }: DecisionInput,
  { size, rewardModel }: SelectionTerms,
): boolean {
  if (relaxation !== 'auto') return relaxation === 'combinations';
  return countCombinations(offers.length, size, rewardModel.exactly) <= MANY_COMBINATIONS;
}
