import type { DataSource } from 'typeorm';
import type { SeriesStep } from './series-terms.js';

/** Which buckets are asked for, and into how wide ones they are put together. */
export interface SeriesSpan {
  task: string;
  /** Whose buckets are read. */
  base: SeriesStep;
  /** A multiple of `base`. */
  stepSeconds: number;
  /** A multiple of `stepSeconds` since the epoch. */
  from: Date;
  /** Not included. */
  to: Date;
}

/** Sums over the rounds that were taken in within a span of time. */
export interface SeriesSums {
  queries: number;
  answered: number;
  failed: number;
  /** How many have a reward, and their sum in micro-units. */
  rewarded: number;
  rewardSumMicro: number;
  /** Of those that are settled. */
  costNano: number;
  /** How many have ended, and how long they took together. */
  timed: number;
  latencyUs: number;
}

export interface TaskBucket extends SeriesSums {
  at: Date;
}

/** What the calls of a model came to; `chosen` counts rounds that had it in their combination. */
export interface ModelBucket {
  at: Date;
  model: string;
  chosen: number;
  calls: number;
  costNano: number;
  rewarded: number;
  rewardSumMicro: number;
  latencyUs: number;
}

/** All that calls of a model came to, ever. */
export interface ModelTotals extends Omit<ModelBucket, 'at'> {
  /** When it was chosen last, to the minute; to the hour what is two weeks ago. */
  lastAt: Date | null;
}

export interface CombinationBucket {
  at: Date;
  /** By name; empty: all others together. */
  models: string[];
  rounds: number;
}

/** So many combinations are told apart, those used most in the span. */
const COMBINATIONS_SHOWN = 12;

/** Reads the sums of rounds over time that `RoundSums` keeps. */
export class SeriesStore {
  constructor(private readonly database: DataSource) {}

  /** Oldest first; a bucket without rounds is missing. */
  tasks(span: SeriesSpan): Promise<TaskBucket[]> {
    return this.database.query<TaskBucket[]>(
      `SELECT ${PUT_TOGETHER} AS at, ${SUMS} FROM purser.task_series AS bucket
       WHERE ${WITHIN} GROUP BY 1 ORDER BY 1`,
      valuesOf(span),
    );
  }

  /** The buckets of seconds since then, of several tasks. */
  lastSeconds(tasks: readonly string[], since: Date): Promise<(TaskBucket & { task: string })[]> {
    return this.database.query(
      `SELECT task, at, ${SUMS} FROM purser.task_series AS bucket
       WHERE task = ANY($1::text[]) AND step = 1 AND at >= $2 GROUP BY task, at ORDER BY at`,
      [tasks, since],
    );
  }

  models(span: SeriesSpan): Promise<ModelBucket[]> {
    return this.database.query<ModelBucket[]>(MODELS, valuesOf(span));
  }

  combinations(span: SeriesSpan): Promise<CombinationBucket[]> {
    return this.database.query<CombinationBucket[]>(COMBINATIONS, [
      ...valuesOf(span),
      COMBINATIONS_SHOWN,
    ]);
  }

  /** The sums of all rounds taken in before `from`, those whose buckets are not kept any more too. */
  async before({ task, base, from }: SeriesSpan): Promise<SeriesSums> {
    const [all] = await this.database.query<[SeriesSums]>(
      `SELECT ${SUMS} FROM purser.task_series AS bucket WHERE task = $1 AND step = 0`,
      [task],
    );
    const [since] = await this.database.query<[SeriesSums]>(
      `SELECT ${SUMS} FROM purser.task_series AS bucket WHERE task = $1 AND step = $2 AND at >= $3`,
      [task, base, from],
    );
    const names = Object.keys(all) as (keyof SeriesSums)[];
    return Object.fromEntries(names.map((name) => [name, all[name] - since[name]])) as Record<
      keyof SeriesSums,
      number
    >;
  }

  /** Of every model that was ever chosen. */
  modelTotals(task: string): Promise<ModelTotals[]> {
    return this.database.query<ModelTotals[]>(MODEL_TOTALS, [task]);
  }

  /** Of all rounds there ever were, by task. */
  rewards(): Promise<(Pick<SeriesSums, 'rewarded' | 'rewardSumMicro'> & { task: string })[]> {
    return this.database.query(
      `SELECT task, rewarded::float8 AS rewarded, reward_sum_micro::float8 AS "rewardSumMicro"
       FROM purser.task_series WHERE step = 0`,
    );
  }

  /** What is reserved for queries of the task that are under way, in nano-dollars. */
  async reservedNano(task: string): Promise<number> {
    const [row] = await this.database.query<[{ nano: number }]>(RESERVED, [task]);
    return row.nano;
  }
}

function valuesOf({ task, base, stepSeconds, from, to }: SeriesSpan): unknown[] {
  return [task, base, stepSeconds, from, to];
}

/** The latest bucket in which the total's model was chosen. */
function lastOf(step: SeriesStep): string {
  return `SELECT at FROM purser.model_series AS bucket WHERE bucket.task = total.task
    AND bucket.step = ${step} AND bucket.model = total.model AND bucket.chosen > 0
    ORDER BY at DESC LIMIT 1`;
}

const PUT_TOGETHER = `date_bin(make_interval(secs => $3), at, to_timestamp(0))`;
const WITHIN = 'task = $1 AND step = $2 AND at >= $4 AND at < $5';

const SUMS = `coalesce(sum(queries), 0)::float8 AS queries,
  coalesce(sum(answered), 0)::float8 AS answered, coalesce(sum(failed), 0)::float8 AS failed,
  coalesce(sum(rewarded), 0)::float8 AS rewarded,
  coalesce(sum(reward_sum_micro), 0)::float8 AS "rewardSumMicro",
  coalesce(sum(cost_nano), 0)::float8 AS "costNano", coalesce(sum(timed), 0)::float8 AS timed,
  coalesce(sum(latency_us), 0)::float8 AS "latencyUs"`;

const MODELS = `
SELECT ${PUT_TOGETHER} AS at, model, sum(chosen)::float8 AS chosen, sum(calls)::float8 AS calls,
  sum(cost_nano)::float8 AS "costNano", sum(rewarded)::float8 AS rewarded,
  sum(reward_sum_micro)::float8 AS "rewardSumMicro", sum(latency_us)::float8 AS "latencyUs"
FROM purser.model_series WHERE ${WITHIN} GROUP BY 1, model ORDER BY 1, model COLLATE "C"`;

const MODEL_TOTALS = `
SELECT model, chosen::float8, calls::float8, cost_nano::float8 AS "costNano", rewarded::float8,
  reward_sum_micro::float8 AS "rewardSumMicro", latency_us::float8 AS "latencyUs",
  coalesce((${lastOf(60)}), (${lastOf(3_600)})) AS "lastAt"
FROM purser.model_series AS total WHERE task = $1 AND step = 0 ORDER BY model COLLATE "C"`;

const COMBINATIONS = `
WITH part AS MATERIALIZED (
  SELECT ${PUT_TOGETHER} AS at, key, models, sum(rounds) AS rounds
  FROM purser.combination_series WHERE ${WITHIN} GROUP BY 1, key, models
), shown AS (
  SELECT key FROM part WHERE models <> '{}' GROUP BY key ORDER BY sum(rounds) DESC, key LIMIT $6
)
SELECT at, CASE WHEN key IN (SELECT key FROM shown) THEN models ELSE '{}' END AS models,
  sum(rounds)::float8 AS rounds
FROM part GROUP BY 1, 2 ORDER BY 1, 2`;

/** Each of its parts by an index of the few queries that are under way. */
const RESERVED = `
SELECT (
  (SELECT coalesce(sum(reserved_nano), 0) FROM purser.queries
    WHERE status = 'pending' AND task = $1)
  + (SELECT coalesce(sum(reserved_nano), 0) FROM purser.queries
    WHERE open_until IS NOT NULL AND status <> 'pending' AND task = $1)
  + (SELECT coalesce(sum(reserved_nano), 0) FROM purser.queries
    WHERE observed_at IS NULL AND status <> 'pending' AND open_until IS NULL AND task = $1)
  )::float8 AS nano`;
