import type { DataSource } from 'typeorm';
import type { QueryStatus } from './entities/query.js';
import { SERIES_KEPT_MS } from './series-terms.js';
import { firstIdAt } from './time-ordered-id.js';

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

/** A round as lists show it. */
export interface FoundRound {
  id: string;
  task: string;
  at: Date;
  status: QueryStatus;
  models: string[];
  answeredBy: string | null;
  policy: string;
  rewardMicro: number | null;
  costNano: number | null;
  latencyMs: number | null;
  /** Whether a rating counts. */
  rated: boolean;
  /** How the last message of the user begins; null where it is not kept. */
  preview: string | null;
}

export interface FoundRounds {
  /** Newest first. */
  rounds: FoundRound[];
  /** Those that are left have lesser ids; null: there are none. */
  before: string | null;
}

/** What PostgreSQL may take to find a page by its own plan. */
const PLAN_MS = 400;
/** What a walk through rounds may take, and each of its steps. */
const WALK_MS = 400;
const STEP_MS = 200;
const FIRST_WINDOW_MS = 3_600_000;
/** A query is written a moment after the time that is in its id, or before it. */
const LATE_MS = 1_000;
const DAY_MS = 86_400_000;

/**
 * Searches rounds by their figures, newest first. PostgreSQL finds a page by one of the indexes in
 * milliseconds; where no index helps (the filters are met by hardly any of millions of rounds), the
 * search walks back through time instead, and says after a while how far it has come: then a page may
 * be short, or empty, though there are more.
 */
export class RoundSearch {
  constructor(private readonly database: DataSource) {}

  /** @param before an id: only rounds with lesser ones */
  async find(
    filter: RoundFilter,
    limit: number,
    before: string | null = null,
  ): Promise<FoundRounds> {
    const bounds = await this.boundsOf(filter, before);
    if (bounds === null) return { rounds: [], before: null };
    const page = await this.within(filter, bounds, limit + 1, PLAN_MS);
    if (page === 'too-slow') return this.walk(filter, bounds, limit);
    return { rounds: page.slice(0, limit), before: page[limit] ? idAt(page, limit - 1) : null };
  }

  private async walk(filter: RoundFilter, bounds: Bounds, limit: number): Promise<FoundRounds> {
    const end = performance.now() + WALK_MS;
    const oldest = await this.oldest(filter.tasks, bounds);
    const rounds: FoundRound[] = [];
    let { most } = bounds;
    let windowMs = FIRST_WINDOW_MS;
    while (performance.now() < end && most > oldest) {
      const begun = performance.now();
      const least = greater(oldest, firstIdAt(new Date(timeOf(most) - windowMs)));
      const left = limit + 1 - rounds.length;
      const found = await this.within(filter, { least, most }, left, STEP_MS);
      if (found === 'too-slow') {
        windowMs /= 4;
        continue;
      }
      rounds.push(...found);
      if (rounds.length > limit) {
        return { rounds: rounds.slice(0, limit), before: idAt(rounds, limit - 1) };
      }
      most = least;
      if (performance.now() - begun < STEP_MS / 4) windowMs *= 2;
    }
    return { rounds, before: most > oldest ? most : null };
  }

  /** Null: there can be none. */
  private async boundsOf(filter: RoundFilter, before: string | null): Promise<Bounds | null> {
    const { from, to, ids, model, tasks } = filter;
    const least = [LEAST, from && firstIdAt(new Date(from.getTime() - LATE_MS)), ids?.least];
    const most = [
      MOST,
      to && firstIdAt(new Date(to.getTime() + LATE_MS)),
      before,
      ids && after(ids),
    ];
    if (model !== undefined) {
      const [hours] = await this.database.query<[{ first: Date | null; last: Date | null }]>(
        HOURS,
        [tasks, model],
      );
      if (hours.first === null || hours.last === null) return null;
      // Before the oldest hour that is kept there may be more.
      const isFirst = Date.now() - hours.first.getTime() < SERIES_KEPT_MS[3600] - DAY_MS;
      if (isFirst) least.push(firstIdAt(new Date(hours.first.getTime() - LATE_MS)));
      most.push(firstIdAt(new Date(hours.last.getTime() + 3_600_000 + LATE_MS)));
    }
    return {
      least: least.reduce<string>((a, b) => (b && b > a ? b : a), LEAST),
      most: most.reduce<string>((a, b) => (b && b < a ? b : a), MOST),
    };
  }

  private async oldest(tasks: readonly string[], { least }: Bounds): Promise<string> {
    const [row] = await this.database.query<[{ id: string | null }]>(OLDEST, [tasks, least]);
    return row.id ?? MOST;
  }

  private async within(
    filter: RoundFilter,
    bounds: Bounds,
    limit: number,
    patienceMs: number,
  ): Promise<FoundRound[] | 'too-slow'> {
    const { sql, values } = searchOf(filter, bounds, limit);
    try {
      return await this.database.transaction(async (transaction) => {
        await transaction.query(`SET LOCAL statement_timeout = ${patienceMs}`);
        return await transaction.query<FoundRound[]>(sql, values);
      });
    } catch (error) {
      if ((error as { code?: unknown }).code === QUERY_CANCELED) return 'too-slow';
      throw error;
    }
  }
}

/** Ids from `least` on and below `most`. */
interface Bounds {
  least: string;
  most: string;
}

const LEAST = '00000000-0000-0000-0000-000000000000';
const MOST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** Of PostgreSQL: a statement took too long. */
const QUERY_CANCELED = '57014';

function idAt(rounds: readonly FoundRound[], index: number): string | null {
  return rounds[index]?.id ?? null;
}

function greater(one: string, other: string): string {
  return one > other ? one : other;
}

/** The least id above those of a range; of the greatest there is none, but no UUID of version 7 is that. */
function after({ most }: { most: string }): string {
  const next = (BigInt(`0x${most.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return next.length > 32
    ? MOST
    : next.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** When an id of version 7 was made, in milliseconds since the epoch. */
function timeOf(id: string): number {
  const year3000 = 32_503_680_000_000;
  return Math.min(year3000, Number.parseInt(id.slice(0, 13).replace('-', ''), 16));
}

/** A statement with just the conditions that are asked for, so that its plan fits them. */
function searchOf(
  filter: RoundFilter,
  { least, most }: Bounds,
  limit: number,
): { sql: string; values: unknown[] } {
  const values: unknown[] = [filter.tasks, limit, least, most];
  const conditions = CONDITIONS.flatMap(([field, condition]) => {
    const value = filter[field];
    return value === undefined ? [] : [condition(`$${values.push(value)}`)];
  });
  const [only] = filter.tasks;
  // One task by its name, so that the plan knows how many rounds it has.
  const from =
    filter.tasks.length === 1
      ? `(SELECT ${COLUMNS} FROM purser.round_figures WHERE task = $${values.push(only)}`
      : `unnest($1::text[]) AS named (task) CROSS JOIN LATERAL (
          SELECT ${COLUMNS} FROM purser.round_figures WHERE task = named.task`;
  const sql = `
WITH round AS MATERIALIZED (
  SELECT found.* FROM ${from} AND id >= $3 AND id < $4 ${conditions.join(' ')}
    ORDER BY id DESC LIMIT $2) AS found
  WHERE found.task = ANY($1::text[]) ORDER BY id DESC LIMIT $2
)
SELECT round.id, round.task, at, round.status, models, answered_by AS "answeredBy", policy,
  reward_micro::float8 AS "rewardMicro", round.cost_nano::float8 AS "costNano",
  latency_us / 1e3::float8 AS "latencyMs", rated, ${PREVIEW} AS preview
FROM round LEFT JOIN purser.queries AS query ON query.id = round.id
ORDER BY round.id DESC`;
  return { sql, values };
}

const COLUMNS = `id, task, at, status, models, answered_by, policy, reward_micro, cost_nano, latency_us,
  rated`;

/** With constants of the kind that an index's condition has, which the planner must see through. */
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

const HOURS = `
SELECT min(at) AS first, max(at) AS last FROM purser.model_series
WHERE task = ANY($1::text[]) AND step = 3600 AND model = $2 AND chosen > 0`;

const OLDEST = `
SELECT min(first.id::text) AS id FROM unnest($1::text[]) AS named (task) CROSS JOIN LATERAL (
  SELECT id FROM purser.round_figures AS round WHERE round.task = named.task AND id >= $2
  ORDER BY id LIMIT 1) AS first`;
