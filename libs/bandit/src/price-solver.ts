import type { LinearProgram, LinearSolver } from './linear-program.js';
import { fractionsOf, neighboursWithin, type ModelSet } from './model-set.js';
import { supportWithin, type PriceOracle, type Support } from './price-search.js';
import { topModels } from './top-models.js';

/**
 * The linear program by a search over the price of money: at any price the best set is the top N of
 * `weight - price * cost`. Exact, with at most two fractional models, in time linear in the models.
 */
export const solveByPrice: LinearSolver = (program) => {
  const support = linearSupport(program);
  if (support.low.cost > program.budget) return null;
  return Array.from(fractionsOf(support, program.weights.length));
};

/** The two neighbouring sets whose mixture solves the program; the cheapest where nothing fits. */
export function linearSupport(program: LinearProgram): Support<ModelSet> {
  const oracle = linearOracle(program);
  return neighboursWithin(supportWithin(oracle, program.budget), program.budget, (members) =>
    totalOf(program, members),
  );
}

function linearOracle(program: LinearProgram): PriceOracle<ModelSet> {
  const { weights, costs, size, exactly } = program;
  const savings = costs.map((cost) => -cost);
  const keys = new Float64Array(weights.length);
  return {
    cheapest: () =>
      totalOf(
        program,
        exactly ? topModels(savings, weights, size) : freeModels(weights, savings, size),
      ),
    bestAt: (price) => {
      for (let index = 0; index < keys.length; index += 1) {
        keys[index] = (weights[index] as number) - price * (costs[index] as number);
      }
      return totalOf(program, topModels(keys, savings, size, exactly ? -Infinity : 0));
    },
  };
}

/** The best models among those that cost nothing: the cheapest set of "at most N". */
function freeModels(weights: Float64Array, savings: Float64Array, size: number): number[] {
  const keys = weights.map((weight, index) => (savings[index] === 0 ? weight : 0));
  return topModels(keys, savings, size, 0);
}

function totalOf({ weights, costs }: LinearProgram, members: readonly number[]): ModelSet {
  let reward = 0;
  let cost = 0;
  for (const model of members) {
    reward += weights[model] as number;
    cost += costs[model] as number;
  }
  return { members, reward, cost };
}
