import library, { type SolverAPI, type SolveResult } from 'javascript-lp-solver';
import type { LinearSolver } from './linear-program.js';

/** The library's types describe its CommonJS build; its ES module's default is the solver itself. */
const solver = library as unknown as SolverAPI;

/**
 * The linear program by `javascript-lp-solver`'s simplex: the reference, some ten times slower than
 * the search over the price of money. Costs are divided by the budget, since the library's tolerance
 * is an absolute 1e-8. It takes NaN for 0, and Infinity poisons its result: both are refused. Its
 * presolving calls a single model without weight or cost infeasible, so it is off.
 * @throws {RangeError} for a program with a number that is not finite
 */
export const solveByLibrary: LinearSolver = ({ weights, costs, budget, size, exactly }) => {
  const variables: Record<string, Record<string, number>> = {};
  const constraints: Record<string, { max?: number; equal?: number }> = {
    cost: { max: 1 },
    size: exactly ? { equal: size } : { max: size },
  };
  for (let index = 0; index < weights.length; index += 1) {
    const weight = finite(weights[index] as number);
    const cost = finite((costs[index] as number) / budget);
    variables[nameOf(index)] = { weight, cost, size: 1, [`most ${index}`]: 1 };
    constraints[`most ${index}`] = { max: 1 };
  }
  const result = solver.Solve({
    optimize: 'weight',
    opType: 'max',
    constraints,
    variables,
    options: { presolve: false },
  }) as SolveResult;
  if (!result.feasible) return null;
  return Array.from({ length: weights.length }, (_, index) => Number(result[nameOf(index)] ?? 0));
};

/** The prefix keeps names apart from the library's own keys (`result`, `feasible`, `bounded`). */
function nameOf(index: number): string {
  return `z ${index}`;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`a linear program takes no ${value}`);
  return value;
}
