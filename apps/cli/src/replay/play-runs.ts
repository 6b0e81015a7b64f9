import type { EarlierQuery } from '#bandit';
import {
  curveErrors,
  pairedDifference,
  runFigures,
  runSeed,
  type CurveErrors,
  type Environment,
  type ReplayTerms,
  type SeedPlan,
  type SeedRun,
} from '#replay';
import type { Hindsight } from './hindsight.js';
import type { LearnerOf } from './policies.js';
import { progressOn } from './progress.js';
import type { RoundLog } from './round-log.js';
import type { ReportedRun } from './run-report.js';

/** All that is to be played. */
export interface Programme {
  readonly environment: Environment;
  readonly terms: ReplayTerms;
  readonly rounds: number;
  readonly seeds: number;
  /** What learners start from. */
  readonly earlier: readonly EarlierQuery[];
  /** In the order in which they are played. */
  readonly runs: readonly PlannedRun[];
  readonly log: RoundLog | null;
}

/** One policy within one budget. */
export interface PlannedRun {
  readonly policy: string;
  readonly learnerOf: LearnerOf;
  readonly budgetNano: number;
  /** By the round from which each holds; the last is reported. */
  readonly hindsight: readonly (Hindsight & { readonly from: number })[];
}

/** What was played, and how fast. */
export interface PlayedRuns {
  readonly runs: readonly ReportedRun[];
  readonly errors: readonly CurveErrors[];
  readonly roundsPerSecond: number;
}

/** Plays every run through every seed, and shows how far it has come. */
export function playRuns(programme: Programme): PlayedRuns {
  const { rounds, seeds } = programme;
  const progress = progressOn(process.stderr, programme.runs.length * seeds);
  const runs: ReportedRun[] = [];
  const firstAt = new Map<number, readonly SeedRun[]>();
  const errors: CurveErrors[] = [];
  let loopMs = 0;
  try {
    for (const run of programme.runs) {
      const plan = planOf(programme, run);
      const played: SeedRun[] = [];
      for (let seed = 1; seed <= seeds; seed += 1) {
        const learner = run.learnerOf();
        learner.warm(programme.earlier);
        const witness = programme.log?.witness(run.policy, run.budgetNano);
        const start = performance.now();
        played.push(runSeed(programme.environment, learner, plan, seed, witness));
        loopMs += performance.now() - start;
        progress.advance();
      }
      const first = firstAt.get(run.budgetNano) ?? played;
      firstAt.set(run.budgetNano, first);
      runs.push(reported(run, played, first, plan));
      errors.push(curveErrors(played, rounds));
    }
  } finally {
    progress.stop();
  }
  const all = programme.runs.length * seeds * rounds;
  return { runs, errors, roundsPerSecond: Math.round((all / loopMs) * 1e3) };
}

function planOf({ terms, rounds }: Programme, { budgetNano, hindsight }: PlannedRun): SeedPlan {
  const benchmarks = hindsight.map(({ from, bestMixture }) => ({
    from,
    reward: bestMixture.reward,
  }));
  return { terms, budgetNano, rounds, benchmarks };
}

function reported(
  run: PlannedRun,
  played: readonly SeedRun[],
  first: readonly SeedRun[],
  plan: SeedPlan,
): ReportedRun {
  const hindsight = run.hindsight.at(-1);
  if (!hindsight) throw new RangeError('a run needs its hindsight');
  const { bestMixture, bestSingle, oracle } = hindsight;
  return {
    policy: run.policy,
    budgetUsd: run.budgetNano / 1e9,
    ...runFigures(played, plan),
    lastHalfAgainstFirst: pairedDifference(played, first, plan),
    bestMixture: { reward: bestMixture.reward, combinations: bestMixture.parts },
    bestSingle,
    oracle,
  };
}
