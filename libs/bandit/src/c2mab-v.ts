import { armBounds } from './arm-bounds.js';
import { c2mabVSettings, type C2mabVSettings, type RelaxationName } from './c2mab-v-settings.js';
import { countCombinations } from './combination-space.js';
import { expectedCost } from './expected-cost.js';
import { overCombinations } from './over-combinations.js';
import { overModels } from './over-models.js';
import { pacedBudget } from './pacing.js';
import type { DecisionInput, Policy } from './policy.js';
import type { Relaxation } from './relaxation.js';
import { draw } from './relaxed-solution.js';
import { rewardModels } from './reward-models.js';
import { selectionProblem, type SelectionTerms } from './selection-problem.js';
import { assertSize } from './size-error.js';

/** `auto` relaxes over combinations up to so many of them: some 50 µs a decision. */
const MANY_COMBINATIONS = 4_000;

/**
 * C2MAB-V (arXiv 2405.16587): optimistic rewards and low costs, a relaxed program within the paced
 * budget, a draw. A policy keeps room to work in, so it serves one decision at a time.
 * @throws {SettingsError} for settings out of range
 */
export function c2mabV(own: Partial<C2mabVSettings> = {}): Policy {
  const settings = c2mabVSettings(own);
  const relax = relaxationOf(settings.relaxation);
  return {
    name: 'c2mab-v',
    decide(input, random) {
      const terms = termsOf(input, settings);
      const paced = pacedBudget(input.pacing, input.budgetNano, settings);
      const bounds = armBounds(input.offers, input.statistics, input.round, settings);
      const relaxed = relax(selectionProblem(bounds, terms, paced));
      const { combination, propensity } = draw(relaxed, random);
      return {
        combination,
        propensity,
        expectedCostNano: expectedCost(combination, bounds, terms.charge),
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
  };
}

function relaxationOf(name: RelaxationName): Relaxation {
  const listed = overCombinations();
  switch (name) {
    case 'combinations':
      return listed;
    case 'models':
      return overModels;
    case 'auto':
      return (problem) => {
        const { models, size, rewardModel } = problem;
        const few = countCombinations(models.length, size, rewardModel.exactly);
        return few <= MANY_COMBINATIONS ? listed(problem) : overModels(problem);
      };
  }
}
