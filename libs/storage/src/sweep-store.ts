import type { DataSource } from 'typeorm';
import type { StoredMessage } from './entities/query.js';
import { safeInteger } from './integer-column.js';
import { SETTLE_WINDOWS } from './cap-window-rows.js';
import { SETTLE_ROUNDS } from './pacing-rows.js';

/** A query that was acknowledged and has no outcome yet. */
export interface PendingQuery {
  id: string;
  task: string;
  messages: StoredMessage[];
  options: Record<string, unknown>;
  reference: string | null;
  metadata: Record<string, string>;
  reservedNano: number;
  pack: string;
  combination: string[];
  deadlineAt: Date;
}

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

  /**
   * Moves what is still pending of lost packs to a new one, which the caller then sends. Of several
   * sweepers one gets each query.
   */
  async repack(lost: readonly string[], pack: string, now: Date): Promise<PendingQuery[]> {
    const rows = await this.database.query<(PendingQuery & { reservedNano: string })[]>(
      `WITH lost AS (
         SELECT id FROM purser.queries
         WHERE pack = ANY($1::uuid[]) AND status = 'pending' AND deadline_at > $3
         ORDER BY id FOR UPDATE SKIP LOCKED
       ), moved AS (
         UPDATE purser.queries AS query SET pack = $2 FROM lost WHERE query.id = lost.id
         RETURNING query.*
       )
       SELECT moved.id, moved.task, moved.messages, moved.options, moved.reference, moved.metadata, moved.pack,
         moved.reserved_nano AS "reservedNano", round.combination, moved.deadline_at AS "deadlineAt"
       FROM moved JOIN purser.rounds AS round ON round.query_id = moved.id ORDER BY moved.id`,
      [lost, pack, now],
    );
    return rows.map((row) => ({ ...row, reservedNano: safeInteger(row.reservedNano) }));
  }

  /** Marks queries failed that are pending past their deadline. @returns their ids */
  async failOverdue(before: Date, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `WITH overdue AS (
         SELECT id FROM purser.queries WHERE status = 'pending' AND deadline_at < $1
         ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
       ), failed AS (
         UPDATE purser.queries AS query SET status = 'failed', finished_at = now(),
           error_code = 'deadline_exceeded',
           error_message = 'no answer came before the deadline of the task'
         FROM overdue WHERE query.id = overdue.id
         RETURNING query.id
       )
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
  SELECT id FROM purser.queries WHERE observed_at IS NULL AND status = 'failed' AND deadline_at < $1
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
), ${SETTLE_WINDOWS}, ${SETTLE_ROUNDS}
SELECT count(*)::integer AS count, (SELECT count(*) FROM told) AS told FROM observed`;
