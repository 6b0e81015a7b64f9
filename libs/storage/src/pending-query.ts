import { safeInteger } from './integer-column.js';
import type { StoredMessage } from './entities/query.js';

/** A query that waits for an outcome, with what it takes to ask for one. */
export interface PendingQuery {
  id: string;
  task: string;
  messages: StoredMessage[];
  options: Record<string, unknown>;
  reference: string | null;
  metadata: Record<string, string>;
  /** What is left of its reservation. */
  reservedNano: number;
  /** Whether caps hold the reservation. */
  isCapped: boolean;
  pack: string;
  /** How the models of a vote are heard; null for other rounds. */
  vote: { weights: Record<string, number>; luck: number } | null;
  /** The models that were not asked yet. */
  combination: string[];
  /** How many outcomes it has had: more than none where its user asks for one answer after another. */
  turn: number;
  deadlineAt: Date;
}

export type PendingRow = PendingQuery & { reservedNano: string };

export function pendingOf(row: PendingRow): PendingQuery {
  return { ...row, reservedNano: safeInteger(row.reservedNano) };
}

/** The columns of a `PendingRow`, from a `query` and its `round`. */
export const PENDING_COLUMNS = `query.id, query.task, query.messages, query.options,
  query.reference, query.metadata, query.pack, query.turns AS turn,
  round.explanation -> 'vote' AS vote,
  cardinality(query.window_ids) > 0 AS "isCapped",
  query.deadline_at AS "deadlineAt",
  greatest(0, query.reserved_nano - coalesce(
    (SELECT sum(cost_nano) FROM purser.calls WHERE calls.query_id = query.id), 0)) AS "reservedNano",
  ARRAY(
    SELECT model FROM unnest(round.combination) WITH ORDINALITY AS chosen (model, place)
    WHERE model NOT IN (SELECT call.model FROM purser.calls AS call WHERE call.query_id = query.id)
    ORDER BY place) AS combination`;
