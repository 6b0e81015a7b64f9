import type { EarlierQuery } from '#bandit';
import {
  clairvoyance,
  oracleLearner,
  phasesOf,
  priceList,
  recordedEnvironment,
  type OutcomeTable,
  type RecordedQuery,
  type ReplayTerms,
} from '#replay';
import { driftOf } from './drift-option.js';
import { hindsightOf } from './hindsight.js';
import { playRuns, type PlannedRun } from './play-runs.js';
import { learnerOf, type LearnerOf } from './policies.js';
import type { RecordedData } from './recorded-data.js';
import type { RunOptions } from './replay-options.js';
import { RoundLog } from './round-log.js';
import type { PlayedReplay } from './run-report.js';
import { UsageError } from './usage-error.js';

/** A replay that is ready to be played. */
export interface ReplayPlan {
  readonly path: string;
  readonly data: RecordedData;
  readonly terms: ReplayTerms;
  readonly options: RunOptions;
  /** When it began, by `performance.now()`. */
  readonly started: number;
}

/** @throws {UsageError} for an option that does not fit the data */
export function playReplay({ path, data, terms, options, started }: ReplayPlan): PlayedReplay {
  const { table } = data;
  const { models, queries, leftOut } = table;
  const rounds = options.rounds ?? queries.length;
  const drifts = options.drifts.map((text) => driftOf(text, models, rounds));
  const phases = phasesOf(table, drifts);
  const hindsight = phases.map((phase) => hindsightOf(phase.table, terms, options.budgetsNano));
  const runs = options.policies.flatMap((policy) =>
    options.budgetsNano.map((budgetNano, at): PlannedRun => ({
      policy,
      budgetNano,
      learnerOf: freshLearner(policy, { table, terms, options, budgetNano }),
      hindsight: phases.flatMap(({ from }, phase) => {
        const known = hindsight[phase]?.[at];
        return known ? [{ from, ...known }] : [];
      }),
    })),
  );
  const arrival = options.rounds === null ? 'each-once' : 'with-replacement';
  const environment = recordedEnvironment(phases, arrival);
  const earlier = data.warm.map((query) => earlierOf(query, models));
  const log = options.log === null ? null : new RoundLog(options.log, terms, priceList(table));
  try {
    const programme = { environment, terms, rounds, seeds: options.seeds, earlier, runs, log };
    const played = playRuns(programme);
    log?.finish();
    return {
      errors: played.errors,
      report: {
        data: path,
        queries: queries.length,
        skipped: leftOut,
        models,
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

interface World {
  readonly table: OutcomeTable;
  readonly terms: ReplayTerms;
  readonly options: RunOptions;
  readonly budgetNano: number;
}

function freshLearner(policy: string, { table, terms, options, budgetNano }: World): LearnerOf {
  if (policy !== 'oracle') return learnerOf(policy, options.settings.get(policy) ?? {}, terms);
  if (options.drifts.length > 0)
    throw new UsageError('--policy oracle: it knows a world that does not change; drop --drift');
  const known = clairvoyance(table, terms, budgetNano);
  return () => oracleLearner(table.queries, table.models, known);
}

/** What a row of the warm split teaches: all that is known of the models. */
function earlierOf({ text, outcomes }: RecordedQuery, models: readonly string[]): EarlierQuery {
  return {
    query: { text },
    calls: models.flatMap((model) => {
      const { score = null, costNano = null } = outcomes.get(model) ?? {};
      if (score === null && costNano === null) return [];
      return [
        {
          model,
          ...(score === null ? {} : { rewardMicro: Math.round(score * 1e6) }),
          ...(costNano === null ? {} : { costNano }),
        },
      ];
    }),
  };
}
