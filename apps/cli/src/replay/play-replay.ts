import type { EarlierQuery } from '#bandit';
import {
  clairvoyance,
  offeredTable,
  oracleLearner,
  phasesOf,
  recordedEnvironment,
  type RecordedQuery,
  type ReplayTerms,
} from '#replay';
import { assertEnough, driftOf } from './drift-option.js';
import { hindsightOf } from './hindsight.js';
import { playWorld } from './play-world.js';
import { learnerOf, type LearnerOf } from './policies.js';
import type { RecordedData } from './recorded-data.js';
import type { RunOptions } from './replay-options.js';
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
export function playReplay(plan: ReplayPlan): PlayedReplay {
  const { path, data, terms, options, started } = plan;
  const { models, queries, leftOut } = data.table;
  const rounds = options.rounds ?? queries.length;
  const drifts = options.drifts.map((text) => driftOf(text, models, rounds));
  const phases = phasesOf(data.table, drifts);
  assertEnough(phases, terms.size);
  const arrival = options.rounds === null ? 'each-once' : 'with-replacement';
  const world = {
    data: path,
    queries: queries.length,
    skipped: leftOut,
    phases,
    environment: recordedEnvironment(phases, arrival),
    rounds,
    earlier: data.warm.map((query) => earlierOf(query, models)),
    hindsightOf: (phase: (typeof phases)[number], budgets: readonly number[]) =>
      hindsightOf(offeredTable(phase), terms, budgets),
    learnerOf: (policy: string, budgetNano: number) =>
      policy === 'oracle'
        ? oracleOf(plan, budgetNano)
        : learnerOf(policy, options.settings.get(policy) ?? {}, terms),
  };
  return playWorld(world, terms, options, started);
}

function oracleOf({ data: { table }, terms, options }: ReplayPlan, budgetNano: number): LearnerOf {
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
