import type { QueryStatus } from './entities/query.js';

/** Which rounds are looked for; undefined: whichever. */
export interface RoundFilter {
  tasks: readonly string[];
  /** Of the combination. */
  model?: string | undefined;
  status?: QueryStatus | undefined;
  leastRewardMicro?: number | undefined;
  mostRewardMicro?: number | undefined;
  leastCostNano?: number | undefined;
  mostCostNano?: number | undefined;
  from?: Date | undefined;
  /** Not included. */
  to?: Date | undefined;
  /** The least and the most that an id can be. */
  ids?: { least: string; most: string } | undefined;
}

/** Ids from `least` on and below `most`. */
export interface IdBounds {
  least: string;
  most: string;
}

export interface Statement {
  sql: string;
  values: unknown[];
}

/**
 * A statement with just the conditions that are asked for, so that its plan fits them.
 * @param rare the index of which few rounds are, that are then read all
 */
export function searchOf(
  filter: RoundFilter,
  { least, most }: IdBounds,
  limit: number,
  rare?: RareField,
): Statement {
  const values: unknown[] = [filter.tasks, limit, least, most];
  const conditions = CONDITIONS.flatMap(([field, condition]) => {
    const value = filter[field];
    return value === undefined ? [] : [condition(`$${values.push(value)}`)];
  });
  const where = `id >= $3 AND id < $4 ${conditions.join(' ')}`;
  const found = rare === undefined ? inOrder(filter, values, where) : fewFirst(filter, rare, where);
  return { sql: `${found} ${SHOWN}`, values };
}

/** One task by its name, so that the plan knows how many rounds it has. */
function inOrder({ tasks }: RoundFilter, values: unknown[], where: string): string {
  const from =
    tasks.length === 1
      ? `(SELECT ${COLUMNS} FROM purser.round_figures WHERE task = $${values.push(tasks[0])}`
      : `unnest($1::text[]) AS named (task) CROSS JOIN LATERAL (
          SELECT ${COLUMNS} FROM purser.round_figures WHERE task = named.task`;
  return `
WITH round AS MATERIALIZED (
  SELECT found.* FROM ${from} AND ${where} ORDER BY id DESC LIMIT $2) AS found
  WHERE found.task = ANY($1::text[]) ORDER BY id DESC LIMIT $2
)`;
}

function fewFirst(filter: RoundFilter, rare: RareField, where: string): string {
  return `
WITH few AS MATERIALIZED (
  SELECT ${COLUMNS} FROM purser.round_figures WHERE task = ANY($1::text[]) ${within(filter, rare)}
  ORDER BY task, ${rare} LIMIT ${FEW}
), round AS MATERIALIZED (
  SELECT * FROM few WHERE ${where} ORDER BY id DESC LIMIT $2
)`;
}

/** So few rounds are read all and put in order. */
export const FEW = 5_000;

/** A field with an index of its own. */
export type RareField = 'reward_micro' | 'cost_nano';

/** Counts, up to a limit, the rounds that an index says are within what the filter asks of its field. */
export function countOf(filter: RoundFilter, field: RareField, limit: number): Statement {
  return {
    sql: `SELECT count(*)::integer AS rounds FROM (
      SELECT FROM purser.round_figures WHERE task = ANY($1::text[]) ${within(filter, field)}
      ORDER BY task, ${field} LIMIT $2) AS counted`,
    values: [filter.tasks, limit],
  };
}

/** Whole numbers, which need no parameters. */
function within(filter: RoundFilter, field: RareField): string {
  const [least, most] =
    field === 'cost_nano'
      ? [filter.leastCostNano, filter.mostCostNano]
      : [filter.leastRewardMicro, filter.mostRewardMicro];
  return [
    least === undefined ? '' : `AND ${field} >= ${BigInt(least)}`,
    most === undefined ? '' : `AND ${field} <= ${BigInt(most)}`,
  ].join(' ');
}

const COLUMNS = `id, task, at, status, models, answered_by, policy, reward_micro, cost_nano, latency_us,
  rated`;

const CONDITIONS: readonly (readonly [keyof RoundFilter, (value: string) => string])[] = [
  ['model', (value) => `AND models @> ARRAY[${value}::text]`],
  ['status', (value) => `AND status = ${value}`],
  ['leastRewardMicro', (value) => `AND reward_micro >= ${value}::bigint`],
  ['mostRewardMicro', (value) => `AND reward_micro <= ${value}::bigint`],
  ['leastCostNano', (value) => `AND cost_nano >= ${value}::bigint`],
  ['mostCostNano', (value) => `AND cost_nano <= ${value}::bigint`],
  ['from', (value) => `AND at >= ${value}::timestamptz`],
  ['to', (value) => `AND at < ${value}::timestamptz`],
];

/** Of what was said last by the user: texts alone. */
const PREVIEW = `CASE text_kept WHEN 'full' THEN (
    SELECT left(CASE jsonb_typeof(message -> 'content')
      WHEN 'string' THEN message ->> 'content'
      ELSE (SELECT string_agg(part ->> 'text', ' ')
        FROM jsonb_array_elements(CASE jsonb_typeof(message -> 'content')
          WHEN 'array' THEN message -> 'content' ELSE '[]' END) AS part) END, 200)
    FROM jsonb_array_elements(messages) WITH ORDINALITY AS said (message, place)
    WHERE message ->> 'role' = 'user' ORDER BY place DESC LIMIT 1) END`;

const SHOWN = `
SELECT round.id, round.task, at, round.status, models, answered_by AS "answeredBy", policy,
  reward_micro::float8 AS "rewardMicro", round.cost_nano::float8 AS "costNano",
  latency_us / 1e3::float8 AS "latencyMs", rated, ${PREVIEW} AS preview
FROM round LEFT JOIN purser.queries AS query ON query.id = round.id
ORDER BY round.id DESC`;

/** `$1` tasks, `$2` a model: the first and the last hour in which a combination had it. */
export const MODEL_HOURS = `
SELECT min(first.at) AS first, max(last.at) AS last FROM unnest($1::text[]) AS named (task)
CROSS JOIN LATERAL (
  SELECT at FROM purser.model_series AS hour
  WHERE hour.task = named.task AND step = 3600 AND model = $2 AND chosen > 0
  ORDER BY at LIMIT 1) AS first
CROSS JOIN LATERAL (
  SELECT at FROM purser.model_series AS hour
  WHERE hour.task = named.task AND step = 3600 AND model = $2 AND chosen > 0
  ORDER BY at DESC LIMIT 1) AS last`;

/** `$1` tasks, `$2` the least id. */
export const OLDEST_ROUND = `
SELECT min(first.id::text) AS id FROM unnest($1::text[]) AS named (task) CROSS JOIN LATERAL (
  SELECT id FROM purser.round_figures AS round WHERE round.task = named.task AND id >= $2
  ORDER BY id LIMIT 1) AS first`;
