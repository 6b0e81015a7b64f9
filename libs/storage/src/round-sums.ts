import type { DataSource, EntityManager } from 'typeorm';
import { SUM_ROUNDS } from './round-sums-sql.js';
import { COMBINATIONS_KEPT, SERIES_KEPT_MS } from './series-terms.js';
import { firstIdAt } from './time-ordered-id.js';

/** What a pass did. */
export interface SummedRounds {
  /** False: another replica is at it. */
  isMine: boolean;
  /** How many were looked at. */
  rounds: number;
  /** Whether there may be more. */
  hasMore: boolean;
}

/** Any one number will do, as long as it is always the same. */
const PASS_LOCK = 7_205_770;

/** New rounds, which nothing has noted yet, are looked for from so long before the last look on. */
const NEW_MS = 2_000;
const LONGEST_LOOK_MS = 60_000;

/** A bucket is taken away a little after nothing is added to it any more. */
const MARGIN_MS = 600_000;

/**
 * Keeps the figures of rounds and their sums over time. A pass takes the rounds that were noted as
 * changed, and those that are new, reads what they have come to, adds what differs from what is known
 * of them to their buckets, and remembers it: in one transaction, so that a round counts once though a
 * process is killed anywhere. One replica is at it at a time.
 */
export class RoundSums {
  /** Of new rounds: milliseconds since the epoch. */
  private lookedAt = 0;

  constructor(private readonly database: DataSource) {}

  /** @param limit of the rounds that one pass looks at */
  async pass(limit: number): Promise<SummedRounds> {
    return this.database.transaction(async (transaction) => {
      const [lock] = await transaction.query<[{ isMine: boolean }]>(
        'SELECT pg_try_advisory_xact_lock($1) AS "isMine"',
        [PASS_LOCK],
      );
      if (!lock.isMine) return { isMine: false, rounds: 0, hasMore: false };
      const ids = await this.take(transaction, limit);
      if (ids.length > 0) await transaction.query(SUM_ROUNDS, [ids, COMBINATIONS_KEPT]);
      return { isMine: true, rounds: ids.length, hasMore: ids.length >= limit };
    });
  }

  /** Those that were noted first, then new ones, then those of the time before there were sums. */
  private async take(transaction: EntityManager, limit: number): Promise<string[]> {
    const now = Date.now();
    const noted = await ids(transaction, NOTED, [limit]);
    if (noted.length >= limit) return noted;
    const since = Math.max(this.lookedAt - NEW_MS, now - LONGEST_LOOK_MS);
    const room = limit - noted.length;
    const fresh = await ids(transaction, FRESH, [firstIdAt(new Date(since)), room]);
    if (fresh.length >= room) return [...noted, ...fresh];
    this.lookedAt = now;
    const old = await ids(transaction, OLD, [room - fresh.length]);
    return [...noted, ...fresh, ...old];
  }

  /** Takes away the buckets that are too old. */
  async retire(now: Date): Promise<void> {
    for (const [step, keptMs] of Object.entries(SERIES_KEPT_MS)) {
      const before = new Date(now.getTime() - keptMs - MARGIN_MS);
      for (const table of ['task_series', 'model_series', 'combination_series']) {
        await this.database.query(`DELETE FROM purser.${table} WHERE step = $1 AND at < $2`, [
          Number(step),
          before,
        ]);
      }
    }
  }
}

async function ids(transaction: EntityManager, sql: string, values: unknown[]): Promise<string[]> {
  const rows = await transaction.query<{ id: string }[]>(sql, values);
  return rows.map(({ id }) => id);
}

const NOTED = `
WITH noted AS (
  DELETE FROM purser.round_changes
  WHERE ctid = ANY(ARRAY(SELECT ctid FROM purser.round_changes LIMIT $1))
  RETURNING query_id
)
SELECT DISTINCT query_id AS id FROM noted`;

const FRESH = `
SELECT id FROM purser.queries AS query
WHERE id >= $1 AND NOT EXISTS (
  SELECT FROM purser.round_figures AS known WHERE known.task = query.task AND known.id = query.id)
LIMIT $2`;

const OLD = `
WITH old AS (
  SELECT query.id FROM purser.rounds_to_sum JOIN purser.queries AS query ON query.id < before
  ORDER BY query.id DESC LIMIT $1
), moved AS (
  UPDATE purser.rounds_to_sum SET before = (SELECT id FROM old ORDER BY id LIMIT 1)
  WHERE EXISTS (SELECT FROM old)
), done AS (
  DELETE FROM purser.rounds_to_sum WHERE NOT EXISTS (SELECT FROM old)
)
SELECT id FROM old`;
