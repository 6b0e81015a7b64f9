import type { DataSource } from 'typeorm';
import { closeRounds, reopenRounds, type TurnTerms } from './driven-rounds.js';
import type { PendingQuery } from './pending-query.js';
import { lockQueries } from './query-lock.js';

/** A user's word that the answer they have seen will not do. */
export interface NextRequest extends TurnTerms {
  queryId: string;
  /** Whose answer it was; null: the one that was served when the request came. */
  after: string | null;
}

/**
 * `asked`: the next model is to be asked, for the query given. `under-way`: it has been asked
 * already, or has answered since. The others say why there is no next one.
 */
export type NextResult =
  | { outcome: 'asked'; query: PendingQuery }
  | { outcome: 'under-way' | 'unknown-query' | 'unanswered' | 'used-up' | 'closed' };

interface Row {
  status: 'pending' | 'answered' | 'failed';
  servedModel: string | null;
  turns: number;
  openSince: Date | null;
  isOpen: boolean;
  left: number;
}

/** Moves cascades on that their users drive. */
export class NextStore {
  constructor(private readonly database: DataSource) {}

  /** Asks the next model once, however many ask for it at the same time. */
  async next({ queryId, after, ...terms }: NextRequest): Promise<NextResult> {
    return this.database.transaction(async (transaction) => {
      await lockQueries(transaction, [queryId]);
      const [row] = await transaction.query<Row[]>(LOOK, [queryId]);
      const refusal = refusalOf(row, after, terms.now);
      if (refusal !== undefined) return { outcome: refusal };
      const [query] = await reopenRounds(transaction, [queryId], terms);
      return query === undefined ? { outcome: 'closed' } : { outcome: 'asked', query };
    });
  }

  /**
   * Takes silence for acceptance: closes at most `limit` rounds that were open until `before`.
   * @returns how many
   */
  async closeOverdue(before: Date, limit: number): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const due = await transaction.query<{ id: string }[]>(
        `SELECT id FROM purser.queries
         WHERE open_until IS NOT NULL AND open_until < $1 AND status = 'answered'
         ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
        [before, limit],
      );
      await closeRounds(
        transaction,
        due.map(({ id }) => id),
      );
      return due.length;
    });
  }
}

function refusalOf(
  row: Row | undefined,
  after: string | null,
  now: Date,
): Exclude<NextResult['outcome'], 'asked'> | undefined {
  if (row === undefined) return 'unknown-query';
  if (row.status === 'pending') return row.turns > 0 ? 'under-way' : 'unanswered';
  if (row.status === 'failed') return 'closed';
  const isPast = row.openSince !== null && now < row.openSince && row.turns > 1;
  if (after === null ? isPast : after !== row.servedModel) return 'under-way';
  if (row.isOpen) return undefined;
  return row.left === 0 ? 'used-up' : 'closed';
}

const LOOK = `
SELECT query.status, query.served_model AS "servedModel", query.turns,
  query.open_since AS "openSince", query.open_until IS NOT NULL AS "isOpen",
  cardinality(round.combination) - (
    SELECT count(*)::integer FROM purser.calls WHERE calls.query_id = query.id
      AND calls.model = ANY(round.combination)) AS left
FROM purser.queries AS query JOIN purser.rounds AS round ON round.query_id = query.id
WHERE query.id = $1`;
