import type { ModelSet } from './model-set.js';
import type { PriceOracle } from './price-search.js';
import { pointOf, type SelectionProblem } from './selection-problem.js';

/**
 * Good sets for any-win at a price of money, where listing them all would take too long: from none,
 * the model that adds most `reward - price * cost` joins, until N have or none adds anything. The
 * reward is submodular, so plain greedy for a cost of 0 reaches 1 - 1/e of the best; how near it
 * comes within a budget is measured in the tests. Charged as a cascade, a model that is asked
 * before others saves what they would have cost.
 */
export function pricedGreedy(problem: SelectionProblem): PriceOracle<ModelSet> {
  const setOf = (members: readonly number[]): ModelSet => ({
    members,
    ...pointOf(problem, members),
  });
  return {
    cheapest: () => setOf([cheapestModel(problem)]),
    bestAt: (price) => setOf(greedySet(problem, price)),
  };
}

function cheapestModel({ costs, rewards }: SelectionProblem): number {
  let best = 0;
  for (let model = 1; model < costs.length; model += 1) {
    const saved = (costs[best] as number) - (costs[model] as number);
    if (saved > 0 || (saved === 0 && (rewards[model] as number) > (rewards[best] as number))) {
      best = model;
    }
  }
  return best;
}

function greedySet(problem: SelectionProblem, price: number): number[] {
  const members: number[] = [];
  while (members.length < problem.size) {
    const next = bestAddition(problem, members, price);
    if (next.gain <= 0 && members.length > 0) return members;
    members.splice(next.position, 0, next.model);
  }
  return members;
}

interface Addition {
  readonly model: number;
  /** Where it comes in the call order of the set. */
  readonly position: number;
  readonly gain: number;
}

function bestAddition(
  problem: SelectionProblem,
  members: readonly number[],
  price: number,
): Addition {
  const { rewards, successes, costs, charge } = problem;
  const cascade = charge === 'cascade';
  const missed = members.reduce((product, model) => product * (1 - (rewards[model] as number)), 1);
  let reached = 1;
  let behind = pointOf(problem, members).cost;
  let position = 0;
  let best: Addition = { model: -1, position: 0, gain: -Infinity };
  for (let model = 0; model < costs.length; model += 1) {
    if (model === members[position]) {
      behind -= reached * (costs[model] as number);
      if (cascade) reached *= 1 - (successes[model] as number);
      position += 1;
      continue;
    }
    const spent = reached * (costs[model] as number);
    const saved = cascade ? (successes[model] as number) * behind : 0;
    const gain = missed * (rewards[model] as number) - price * (spent - saved);
    if (gain > best.gain) best = { model, position, gain };
  }
  return best;
}
