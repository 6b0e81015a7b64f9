import { neighboursWithin, fractionsOf, type ModelSet } from './model-set.js';
import { supportWithin, type Support } from './price-search.js';
import { linearSupport } from './price-solver.js';
import { pricedGreedy } from './priced-greedy.js';
import type { FractionalSolution } from './relaxed-solution.js';
import { pointOf, type SelectionProblem } from './selection-problem.js';

/** Means are kept this far from 0 before a logarithm. */
const LEAST_REWARD = 1e-6;

/**
 * The relaxation over models of C2MAB-V (arXiv 2405.16587): a fractional selection, to be rounded.
 * Sum-up is a linear program; all-in is one in logarithms; any-win, and a vote by its surrogate, which
 * are neither linear nor concave, are searched greedily. All end at two sets that are one exchange of models apart, so at
 * most two models are fractional and rounding spends exactly the budget in expectation.
 */
export function overModels(problem: SelectionProblem): FractionalSolution {
  const { low, high, share } = neighbours(problem);
  const fractions = fractionsOf({ low, high, share }, problem.models.length);
  const from = pointOf(problem, low.members);
  const to = pointOf(problem, high.members);
  return {
    over: 'models',
    fractions: problem.models.flatMap((model, index) => {
      const fraction = fractions[index] as number;
      return fraction > 0 ? [{ model, fraction }] : [];
    }),
    reward: from.reward + share * (to.reward - from.reward),
    costNano: from.cost + share * (to.cost - from.cost),
  };
}

function neighbours(problem: SelectionProblem): Support<ModelSet> {
  const { rewardModel, rewards, costs, budget, size } = problem;
  switch (rewardModel.name) {
    case 'any-win':
    case 'vote': {
      const support = supportWithin(pricedGreedy(problem), budget);
      return neighboursWithin(support, budget, (members) => ({
        members,
        ...pointOf(problem, members),
      }));
    }
    case 'sum-up':
      return linearSupport({ weights: rewards, costs, budget, size, exactly: true });
    case 'all-in': {
      const weights = rewards.map((reward) => Math.log(Math.max(LEAST_REWARD, reward)));
      return linearSupport({ weights, costs, budget, size, exactly: true });
    }
  }
}
