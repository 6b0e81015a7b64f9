import { countCombinations, setsOf, type PricedPoint } from '#bandit';
import type { Valuer } from './figures.js';
import { surGreedy } from './sur-greedy.js';
import type { Voter } from './voter.js';

/** An ensemble as a point between which a long-run budget mixes. */
export interface EnsemblePoint extends PricedPoint {
  /** Indices of voters, in call order. */
  readonly members: readonly number[];
}

/** Budgets at which ensembles are sought where there are too many to list, in parts of the budget. */
const BUDGET_STEPS = [0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8];

/**
 * The ensembles that a long-run budget may mix: each earns its chance of being right and costs what
 * it costs on average if it stops early. All of them where they are at most `most`, so that the best
 * mixture is exact; else the single models, and SurGreedyLLM's choice at some budgets around.
 * @param budget in the unit of the voters' costs
 * @param size at most so many models
 * @param most sets are listed
 */
export function ensemblePoints(
  voters: readonly Voter[],
  budget: number,
  size: number,
  valuer: Valuer,
  most: number,
): EnsemblePoint[] {
  const sets =
    countCombinations(voters.length, size, false) <= most
      ? [...setsOf(voters.length, size, false)]
      : searched(voters, budget, size, valuer);
  return sets.map((set) => {
    const { members, correctness, cost } = valuer.value(set);
    return { members, reward: correctness, cost };
  });
}

function searched(
  voters: readonly Voter[],
  budget: number,
  size: number,
  valuer: Valuer,
): (readonly number[])[] {
  const found = new Map<string, readonly number[]>();
  for (const at of voters.keys()) found.set(String(at), [at]);
  for (const step of BUDGET_STEPS) {
    const choice = surGreedy(voters, step * budget, size, valuer);
    for (const { members } of choice?.candidates ?? []) {
      found.set(members.toSorted((left, right) => left - right).join(), members);
    }
  }
  return [...found.values()];
}
