import { curveRounds, estimateOf, type Estimate } from './curve.js';
import type { SeedPlan, SeedRun } from './seed-run.js';

/** How one policy did within one budget, over all seeds. Dollars, a query on average. */
export interface RunFigures {
  readonly rounds: number;
  readonly seeds: number;
  readonly reward: Estimate;
  readonly rewardLastHalf: Estimate;
  readonly costUsd: Estimate;
  /** Mean cost over the budget. */
  readonly utilisation: Estimate;
  /** Utilisation less 1: negative is under the budget. */
  readonly violation: Estimate;
  /** Reward lost against the best mixture, over all rounds. */
  readonly regret: number;
  readonly propensityMean: number;
  readonly curve: readonly CurvePoint[];
}

/** A run up to a round: means a query so far, and the regret so far. */
export interface CurvePoint {
  readonly round: number;
  readonly reward: number;
  readonly costUsd: number;
  readonly violation: number;
  readonly regret: number;
}

/** The standard errors over seeds that belong to the points of a curve. */
export interface CurveErrors {
  readonly reward: readonly number[];
  readonly costUsd: readonly number[];
  readonly regret: readonly number[];
}

/** The figures of a policy's seeds. */
export function runFigures(runs: readonly SeedRun[], { rounds, budgetNano }: SeedPlan): RunFigures {
  const over = (value: (run: SeedRun) => number) => estimateOf(runs.map(value));
  const utilisation = over((run) => run.costNano / rounds / budgetNano);
  const marks = curveRounds(rounds);
  return {
    rounds,
    seeds: runs.length,
    reward: over((run) => run.rewardSum / rounds),
    rewardLastHalf: over((run) => run.lastHalfRewardSum / (rounds - Math.floor(rounds / 2))),
    costUsd: over((run) => run.costNano / rounds / 1e9),
    utilisation,
    violation: { mean: utilisation.mean - 1, stderr: utilisation.stderr },
    regret: over((run) => run.curve.regret.at(-1) ?? 0).mean,
    propensityMean: over((run) => run.propensitySum / rounds).mean,
    curve: marks.map((round, mark) => {
      const cost = over((run) => (run.curve.costNano[mark] ?? 0) / round).mean;
      return {
        round,
        reward: over((run) => (run.curve.reward[mark] ?? 0) / round).mean,
        costUsd: cost / 1e9,
        violation: cost / budgetNano - 1,
        regret: over((run) => run.curve.regret[mark] ?? 0).mean,
      };
    }),
  };
}

/**
 * The reward of the last half less that of other runs of the same seeds: queries are the same, so the
 * difference is known better than either.
 */
export function pairedDifference(
  runs: readonly SeedRun[],
  others: readonly SeedRun[],
  { rounds }: SeedPlan,
): Estimate {
  const half = rounds - Math.floor(rounds / 2);
  return estimateOf(
    runs.map((run, seed) => {
      const other = others[seed] ?? run;
      return (run.lastHalfRewardSum - other.lastHalfRewardSum) / half;
    }),
  );
}

/** How sure the curve is: its points' standard errors. */
export function curveErrors(runs: readonly SeedRun[], rounds: number): CurveErrors {
  const errors = (value: (run: SeedRun, mark: number, round: number) => number) =>
    curveRounds(rounds).map(
      (round, mark) => estimateOf(runs.map((run) => value(run, mark, round))).stderr,
    );
  return {
    reward: errors((run, mark, round) => (run.curve.reward[mark] ?? 0) / round),
    costUsd: errors((run, mark, round) => (run.curve.costNano[mark] ?? 0) / round / 1e9),
    regret: errors((run, mark) => run.curve.regret[mark] ?? 0),
  };
}
