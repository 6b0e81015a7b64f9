import type { DataSource } from 'typeorm';
import { SETTLE_WINDOWS } from './cap-window-rows.js';
import { SETTLE_ROUNDS } from './pacing-rows.js';
import { PENDING_COLUMNS, pendingOf, type PendingQuery, type PendingRow } from './pending-query.js';
import { noteRounds } from './round-changes.js';

/** What the sweeper reads and writes. */
export class SweepStore {
  constructor(private readonly database: DataSource) {}

  /** Executions jobs that carry pending queries accepted before `before`, oldest first. */
  async packsPendingSince(before: Date, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ pack: string }[]>(
      `SELECT pack FROM purser.queries WHERE status = 'pending' AND created_at < $1
       GROUP BY pack ORDER BY min(created_at) LIMIT $2`,
      [before, limit],
    );
    return rows.map((row) => row.pack);
  }

  /** How many queries have no outcome yet, and the age of the oldest in seconds; 0 for none. */
  async pending(): Promise<{ queries: number; oldestSeconds: number }> {
    const [row] = await this.database.query<[{ queries: number; oldestSeconds: number }]>(
      `SELECT count(*)::integer AS queries,
         coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds"
       FROM purser.queries WHERE status = 'pending'`,
    );
    return row;
  }

  /** How many queries have no outcome yet, counted up to a limit. */
  async pendingUpTo(limit: number): Promise<number> {
    const [row] = await this.database.query<[{ queries: number }]>(
      `SELECT count(*)::integer AS queries
       FROM (SELECT FROM purser.queries WHERE status = 'pending' LIMIT $1) AS pending`,
      [limit],
    );
    return row.queries;
  }

  /**
   * Moves what is still pending of a lost pack to a new one, which the caller then sends. Of several
   * sweepers one gets each query.
   */
  async repack(lost: string, pack: string, now: Date): Promise<PendingQuery[]> {
    const rows = await this.database.query<PendingRow[]>(
      `WITH lost AS (
         SELECT id FROM purser.queries
         WHERE pack = $1 AND status = 'pending' AND deadline_at > $3
         ORDER BY id FOR UPDATE SKIP LOCKED
       ), query AS (
         UPDATE purser.queries AS moved SET pack = $2 FROM lost WHERE moved.id = lost.id
         RETURNING moved.*
       )
       SELECT ${PENDING_COLUMNS}
       FROM query JOIN purser.rounds AS round ON round.query_id = query.id ORDER BY query.id`,
      [lost, pack, now],
    );
    return rows.map(pendingOf);
  }

  /**
   * Marks queries failed that are pending past their deadline; one whose user wanted another answer
   * keeps the one it had. @returns their ids
   */
  async failOverdue(before: Date, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `WITH overdue AS (
         SELECT id FROM purser.queries WHERE status = 'pending' AND deadline_at < $1
         ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
       ), failed AS (
         UPDATE purser.queries AS query SET finished_at = now(),
           status = CASE WHEN served_model IS NULL THEN 'failed' ELSE 'answered' END,
           error_code = CASE WHEN served_model IS NULL THEN 'deadline_exceeded' END,
           error_message = CASE WHEN served_model IS NULL
             THEN 'no answer came before the deadline of the task' END
         FROM overdue WHERE query.id = overdue.id
         RETURNING query.id
       ), ${noteRounds('SELECT id FROM failed')}
       SELECT id FROM failed`,
      [before, limit],
    );
    return rows.map((row) => row.id);
  }

  /**
   * Settles queries whose outcome is not expected any more at all that was reserved for them, as
   * nobody can say what of it was spent; an event tells of each.
   * @param before the deadline of the latest of them
   * @returns how many
   */
  async writeOff(before: Date, limit: number): Promise<number> {
    const [row] = await this.database.query<[{ count: number }]>(WRITE_OFF, [before, limit]);
    return row.count;
  }
}

const WRITE_OFF = `
WITH lost AS (
  SELECT id FROM purser.queries
  WHERE observed_at IS NULL AND status <> 'pending' AND open_until IS NULL AND deadline_at < $1
  ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
), observed AS (
  UPDATE purser.queries AS query SET observed_at = now(),
    cost_nano = CASE WHEN reserved_nano > 0 THEN reserved_nano ELSE expected_cost_nano END
  FROM lost WHERE query.id = lost.id
  RETURNING query.id, query.task, query.expected_cost_nano, query.reserved_nano, query.cost_nano,
    query.window_ids
), written_off AS (
  INSERT INTO purser.budget_events (kind, query_id, amount_nano)
  SELECT 'written_off', id, cost_nano FROM observed
), settled AS (
  SELECT task, sum(expected_cost_nano) AS expected_nano, sum(cost_nano) AS nano
  FROM observed GROUP BY task
), ${noteRounds('SELECT id FROM observed')}, ${SETTLE_WINDOWS}, ${SETTLE_ROUNDS}
SELECT count(*)::integer AS count, (SELECT count(*) FROM told) AS told FROM observed`;
