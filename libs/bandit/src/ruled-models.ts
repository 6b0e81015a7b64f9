import library, { type SolverAPI, type SolveResult } from 'javascript-lp-solver';
import { RulesError, type CombinationRules } from './combination-rules.js';
import { supportWithin, type PriceOracle } from './price-search.js';
import type { ModelSet } from './model-set.js';
import type { MixedSolution } from './relaxed-solution.js';
import { pointOf, type SelectionProblem } from './selection-problem.js';

/** The library's types describe its CommonJS build; its ES module's default is the solver itself. */
const solver = library as unknown as SolverAPI;

/**
 * The best mixture of sets of models that keep an operator's rules, where there are too many to list.
 * At a price of money an integer program over models (`javascript-lp-solver`) finds the set with the
 * most `sum weight - price * cost`; the weights are rewards, for all-in their logarithms. Exact for
 * sum-up; for any-win the sum of rewards stands in for its reward. Rounding fractions would break the
 * rules, so whole sets are mixed. Milliseconds a decision.
 * @throws {RulesError} where no set keeps the rules
 */
export function overRuledModels(problem: SelectionProblem, rules: CombinationRules): MixedSolution {
  const { low, high, share } = supportWithin(ruledOracle(problem, rules), problem.budget);
  const support = [
    { point: low, probability: 1 - share },
    { point: high, probability: share },
  ]
    .filter(({ probability }) => probability > 0)
    .map(({ point, probability }) => ({
      combination: point.members.map((model) => problem.models[model] as string),
      probability,
      reward: point.reward,
      costNano: point.cost,
    }));
  return {
    over: 'combinations',
    support,
    reward: low.reward + share * (high.reward - low.reward),
    costNano: low.cost + share * (high.cost - low.cost),
  };
}

function ruledOracle(problem: SelectionProblem, rules: CombinationRules): PriceOracle<ModelSet> {
  const { rewardModel, rewards, costs, budget } = problem;
  const weights =
    rewardModel.name === 'all-in' ? rewards.map((one) => Math.log(one + 1e-6)) : rewards;
  const best = (valueOf: (model: number) => number): ModelSet => {
    const members = bestSet(problem, rules, valueOf);
    return { members, ...pointOf(problem, members) };
  };
  const costOf = (model: number) => (costs[model] as number) / budget;
  return {
    cheapest: () => best((model) => -costOf(model)),
    bestAt: (price) => best((model) => (weights[model] as number) - price * budget * costOf(model)),
  };
}

function bestSet(
  { models, size, rewardModel }: SelectionProblem,
  { exclude = [], atLeastOneOf = [], atMostOneOf = [] }: CombinationRules,
  valueOf: (model: number) => number,
): number[] {
  const groups = [
    ...atLeastOneOf.map((group, at) => ({ name: `least ${at}`, group, limit: { min: 1 } })),
    ...atMostOneOf.map((group, at) => ({ name: `most ${at}`, group, limit: { max: 1 } })),
  ];
  const variables: Record<string, Record<string, number>> = {};
  models.forEach((model, index) => {
    if (exclude.includes(model)) return;
    const column: Record<string, number> = { value: valueOf(index), size: 1, [`one ${index}`]: 1 };
    for (const { name, group } of groups) if (group.includes(model)) column[name] = 1;
    variables[`z ${index}`] = column;
  });
  const constraints: Record<string, { min?: number; max?: number; equal?: number }> = {
    size: rewardModel.exactly ? { equal: size } : { min: 1, max: size },
  };
  for (const { name, limit } of groups) constraints[name] = limit;
  for (const index of models.keys()) constraints[`one ${index}`] = { max: 1 };
  const ints = Object.fromEntries(Object.keys(variables).map((name) => [name, 1 as const]));
  const result = solver.Solve({
    optimize: 'value',
    opType: 'max',
    constraints,
    variables,
    ints,
    options: { presolve: false },
  }) as SolveResult;
  if (!result.feasible) throw new RulesError(size);
  return [...models.keys()].filter((index) => Number(result[`z ${index}`] ?? 0) > 0.5);
}
