import type { DataSource } from 'typeorm';

/** What the latest rounds of a task came to. */
export interface LatestRounds {
  task: string;
  queriesPerSecond: number;
  /** Of the latest rounds those with a reward; mean and standard deviation in [0, 1] a reward. */
  rewarded: number;
  meanReward: number | null;
  rewardDeviation: number | null;
  /** Of the latest rounds those that are settled; nano-dollars. */
  settled: number;
  meanCostNano: number | null;
  costDeviationNano: number | null;
}

/** What a listener hears of a task, with its buckets of the last seconds. */
export interface LiveFigures {
  task: string;
  /** All that were ever taken in, and what the settled ones of them cost. */
  queries: number;
  costNano: number;
  queriesPerSecond: number;
  /** Over the rounds of the last minute. */
  meanReward: number | null;
}

const LATEST = 1_000;
const MINUTE = `interval '60 seconds'`;

/** Reads how tasks do now. */
export class OverviewStore {
  constructor(private readonly database: DataSource) {}

  /** Of the latest thousand rounds of each task, and of the last minute. */
  latest(tasks: readonly string[]): Promise<LatestRounds[]> {
    return this.database.query<LatestRounds[]>(LATEST_ROUNDS, [tasks, LATEST]);
  }

  live(tasks: readonly string[]): Promise<LiveFigures[]> {
    return this.database.query<LiveFigures[]>(LIVE, [tasks]);
  }
}

const PER_SECOND = `(SELECT coalesce(sum(queries), 0)::float8 / 60 FROM purser.task_series AS minute
    WHERE minute.task = named.task AND step = 1 AND at >= now() - ${MINUTE})`;

const LATEST_ROUNDS = `
SELECT named.task, ${PER_SECOND} AS "queriesPerSecond",
  count(reward_micro)::integer AS rewarded, avg(reward_micro)::float8 / 1e6 AS "meanReward",
  stddev_samp(reward_micro)::float8 / 1e6 AS "rewardDeviation",
  count(cost_nano)::integer AS settled, avg(cost_nano)::float8 AS "meanCostNano",
  stddev_samp(cost_nano)::float8 AS "costDeviationNano"
FROM unnest($1::text[]) AS named (task)
LEFT JOIN LATERAL (
  SELECT reward_micro, cost_nano FROM purser.round_figures AS round
  WHERE round.task = named.task ORDER BY id DESC LIMIT $2
) AS latest ON true
GROUP BY named.task`;

const LIVE = `
SELECT named.task, coalesce(total.queries, 0)::float8 AS queries,
  coalesce(total.cost_nano, 0)::float8 AS "costNano", ${PER_SECOND} AS "queriesPerSecond",
  (SELECT sum(reward_sum_micro)::float8 / nullif(sum(rewarded), 0)::float8 / 1e6
    FROM purser.task_series AS minute
    WHERE minute.task = named.task AND step = 1 AND at >= now() - ${MINUTE}) AS "meanReward"
FROM unnest($1::text[]) AS named (task)
LEFT JOIN purser.task_series AS total ON total.task = named.task AND total.step = 0`;
