import type { LinearProgram, LinearSolver } from '#bandit';
import library from 'highs';
import { solve, type Model } from 'yalps';

/** The library's types describe its CommonJS build; its ES module's default is the loader itself. */
const highs = library as unknown as typeof library.default;

/**
 * The linear program by YALPS. Costs are divided by the budget, which brings all numbers near 1.
 * @throws {Error} unless it finds an optimum
 */
export const solveByYalps: LinearSolver = ({ weights, costs, budget, size, exactly }) => {
  const constraints = new Map<string, { max?: number; equal?: number }>([
    ['cost', { max: 1 }],
    ['size', exactly ? { equal: size } : { max: size }],
  ]);
  const variables = new Map<number, Map<string, number>>();
  weights.forEach((weight, index) => {
    constraints.set(`most ${index}`, { max: 1 });
    const cost = (costs[index] ?? 0) / budget;
    variables.set(
      index,
      new Map([
        ['weight', weight],
        ['cost', cost],
        ['size', 1],
        [`most ${index}`, 1],
      ]),
    );
  });
  const model: Model<number> = { objective: 'weight', constraints, variables };
  const { status, variables: found } = solve(model, { maxPivots: Infinity });
  if (status !== 'optimal') throw new Error(`yalps says ${status}`);
  const fractions = new Array<number>(weights.length).fill(0);
  for (const [index, fraction] of found) fractions[index] = fraction;
  return fractions;
};

/** A solver that holds memory of its own until it is stopped. */
export interface HeldSolver {
  readonly solver: LinearSolver;
  readonly stop: () => void;
}

/**
 * The linear program by HiGHS, compiled to WebAssembly: one instance, which is given each program as
 * columns and solves it anew by the simplex. Costs are divided by the budget.
 * @throws {Error} unless it finds an optimum
 */
export async function highsSolver(): Promise<HeldSolver> {
  const loaded = await highs();
  const { constants, infinity } = loaded;
  const model = loaded.createModel();
  model.options.set({ output_flag: false, solver: 'simplex' });
  const solver: LinearSolver = (program) => {
    const { maximize } = constants.objectiveSense;
    model.passModel({ ...columnsOf(program, -infinity), sense: maximize });
    model.run();
    const status = model.getModelStatus();
    if (status !== constants.modelStatus.optimal) throw new Error(`highs says ${status}`);
    return [...model.getSolution().colValue];
  };
  return { solver, stop: () => model.dispose() };
}

/** Two rows, the money and the number of models; a column for each model. */
function columnsOf({ weights, costs, budget, size, exactly }: LinearProgram, least: number) {
  const { length } = weights;
  const values = new Float64Array(2 * length).fill(1);
  costs.forEach((cost, model) => (values[2 * model] = cost / budget));
  return {
    numCols: length,
    numRows: 2,
    colCost: weights,
    colLower: new Float64Array(length),
    colUpper: new Float64Array(length).fill(1),
    rowLower: [least, exactly ? size : least],
    rowUpper: [1, size],
    matrix: {
      format: 'csc' as const,
      numRows: 2,
      numCols: length,
      starts: Int32Array.from({ length: length + 1 }, (_, model) => 2 * model),
      indices: Int32Array.from({ length: 2 * length }, (_, at) => at % 2),
      values,
    },
  };
}
