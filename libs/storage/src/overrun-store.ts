import type { DataSource } from 'typeorm';
import { safeInteger } from './integer-column.js';

/** A query that cost more than its reserved worst case. */
export interface Overrun {
  /** Ascending with time. */
  id: number;
  at: Date;
  queryId: string;
  /** Null where the query is not kept any more. */
  task: string | null;
  /** By how much, in nano-dollars. */
  overNano: number;
  reservedNano: number | null;
}

export interface OverrunSum {
  task: string | null;
  overruns: number;
  overNano: number;
}

/** Reads which queries cost more than was reserved for them. */
export class OverrunStore {
  constructor(private readonly database: DataSource) {}

  /** Newest first. @param beforeId only those older than this one */
  async list({
    task,
    beforeId,
    limit,
  }: {
    task?: string | undefined;
    beforeId?: number | undefined;
    limit: number;
  }): Promise<Overrun[]> {
    const rows = await this.database.query<OverrunRow[]>(
      `SELECT event.id, event.created_at AS at, event.query_id AS "queryId", query.task,
         event.amount_nano AS over, query.reserved_nano AS reserved
       FROM purser.budget_events AS event
       LEFT JOIN purser.queries AS query ON query.id = event.query_id
       WHERE event.kind = 'overrun' AND ($1::text IS NULL OR query.task = $1)
         AND ($2::bigint IS NULL OR event.id < $2)
       ORDER BY event.id DESC LIMIT $3`,
      [task ?? null, beforeId ?? null, limit],
    );
    return rows.map(({ over, reserved, ...row }) => ({
      ...row,
      id: safeInteger(row.id),
      overNano: safeInteger(over),
      reservedNano: reserved === null ? null : safeInteger(reserved),
    }));
  }

  /** All there ever were, by task. */
  async sums(): Promise<OverrunSum[]> {
    const rows = await this.database.query<
      { task: string | null; overruns: number; over: string }[]
    >(
      `SELECT query.task, count(*)::integer AS overruns, sum(event.amount_nano) AS over
       FROM purser.budget_events AS event
       LEFT JOIN purser.queries AS query ON query.id = event.query_id
       WHERE event.kind = 'overrun' GROUP BY query.task`,
    );
    return rows.map(({ over, ...row }) => ({ ...row, overNano: safeInteger(over) }));
  }
}

type OverrunRow = Omit<Overrun, 'id' | 'overNano' | 'reservedNano'> & {
  id: string;
  over: string;
  reserved: string | null;
};
