import type { EarlierQuery } from '#bandit';
import { priceList, type Environment, type Phase, type ReplayTerms } from '#replay';
import type { Hindsight } from './hindsight.js';
import { playRuns, type PlannedRun } from './play-runs.js';
import type { LearnerOf } from './policies.js';
import type { RunOptions } from './replay-options.js';
import { RoundLog } from './round-log.js';
import type { PlayedReplay } from './run-report.js';

/** A world that is ready to be played in. */
export interface PlayedWorld {
  /** What it is called in reports. */
  readonly data: string;
  readonly queries: number;
  readonly skipped: number;
  readonly phases: readonly Phase[];
  readonly environment: Environment;
  readonly rounds: number;
  readonly earlier: readonly EarlierQuery[];
  /** For each budget, in their order. */
  readonly hindsightOf: (phase: Phase, budgetsNano: readonly number[]) => readonly Hindsight[];
  readonly learnerOf: (policy: string, budgetNano: number) => LearnerOf;
}

/**
 * Plays all policies within all budgets in a world.
 * @param started when it all began, by `performance.now()`
 * @throws {UsageError} for an option that does not fit the world
 */
export function playWorld(
  world: PlayedWorld,
  terms: ReplayTerms,
  options: RunOptions,
  started: number,
): PlayedReplay {
  const { environment, phases, rounds, earlier } = world;
  const runs = plannedRuns(world, options);
  const offers = phases[0] ? priceList(phases[0].table) : [];
  const log = options.log === null ? null : new RoundLog(options.log, terms, offers);
  const programme = { environment, terms, rounds, seeds: options.seeds, earlier, runs, log };
  try {
    const played = playRuns(programme);
    log?.finish();
    return {
      errors: played.errors,
      report: {
        data: world.data,
        queries: world.queries,
        skipped: world.skipped,
        models: environment.models,
        reward: terms.rewardModel,
        size: terms.size,
        charge: terms.charge,
        runs: played.runs,
        wallMs: Math.round(performance.now() - started),
        roundsPerSecond: played.roundsPerSecond,
      },
    };
  } catch (error) {
    log?.abandon();
    throw error;
  }
}

function plannedRuns(
  { phases, hindsightOf, learnerOf }: PlayedWorld,
  { policies, budgetsNano }: RunOptions,
): PlannedRun[] {
  const learners = policies.map((policy) => budgetsNano.map((budget) => learnerOf(policy, budget)));
  const hindsight = phases.map((phase) => hindsightOf(phase, budgetsNano));
  return policies.flatMap((policy, row) =>
    budgetsNano.flatMap((budgetNano, at) => {
      const learner = learners[row]?.[at];
      if (!learner) return [];
      const known = phases.flatMap(({ from }, phase) => {
        const one = hindsight[phase]?.[at];
        return one ? [{ from, ...one }] : [];
      });
      return [{ policy, budgetNano, learnerOf: learner, hindsight: known }];
    }),
  );
}
