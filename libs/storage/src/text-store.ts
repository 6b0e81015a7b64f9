import type { DataSource } from 'typeorm';
import { firstIdAt } from './time-ordered-id.js';

/** What is left of the texts of a round: themselves, their SHA-256, or nothing. */
export type TextKept = 'full' | 'hash' | 'none';

/** Which texts are to become less. */
export interface TextErasure {
  task: string;
  from: Exclude<TextKept, 'none'>;
  to: Exclude<TextKept, 'full'>;
  /** Of queries that finished before then. */
  before: Date;
}

/**
 * Erases the texts of rounds that are over: messages, options, references, metadata but for the name of
 * the session, answers, labels and what else they hold, words of errors and of judges, comments and tags of
 * ratings. What was learnt, spent and decided stays, and the hashes by which a request that comes again
 * is known.
 */
export class TextStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Erases texts of at most `limit` queries, the oldest first; none of a round that is still open or
   * whose calls are not reported yet.
   * @returns how many, so that the caller can go on while there are more
   */
  async erase({ task, from, to, before }: TextErasure, limit: number): Promise<number> {
    const [row] = await this.database.query<[{ count: number }]>(ERASE, [
      task,
      from,
      to,
      firstIdAt(before),
      before,
      limit,
    ]);
    return row.count;
  }
}

/** Of a message its content; of one without, as a call of a tool is, all of it. */
const MESSAGE_HASHES = `
(SELECT coalesce(jsonb_agg(purser.text_hash(CASE jsonb_typeof(message -> 'content')
    WHEN 'string' THEN message ->> 'content' ELSE message::text END) ORDER BY place), '[]')
  FROM jsonb_array_elements(query.messages) WITH ORDINALITY AS said (message, place))`;

const ERASE = `
WITH due AS MATERIALIZED (
  SELECT id FROM purser.queries
  WHERE task = $1 AND text_kept = $2 AND id < $4 AND finished_at < $5
    AND observed_at IS NOT NULL AND status <> 'pending'
  ORDER BY id LIMIT $6 FOR UPDATE SKIP LOCKED
), answers AS (
  UPDATE purser.calls AS call SET answer = NULL, details = NULL, error_message = NULL,
    judgement = judgement || '{"reason": null}',
    answer_hash = CASE WHEN $3 = 'hash' THEN purser.text_hash(answer) END
  FROM due WHERE call.query_id = due.id
), comments AS (
  UPDATE purser.ratings AS rating SET comment = NULL, tags = '{}',
    comment_hash = CASE WHEN $3 = 'hash' THEN purser.text_hash(comment) END
  FROM due WHERE rating.query_id = due.id
), erased AS (
  UPDATE purser.queries AS query SET text_kept = $3,
    text_erased_at = coalesce(text_erased_at, now()),
    message_hashes = CASE WHEN $3 = 'hash' THEN ${MESSAGE_HASHES} END,
    vote = CASE WHEN vote IS NOT NULL THEN jsonb_build_object('belief', vote -> 'belief') END,
    messages = '[]', options = '{}', reference = NULL, error_message = NULL,
    metadata = CASE WHEN metadata ? 'purser_session_id'
      THEN jsonb_build_object('purser_session_id', metadata -> 'purser_session_id')
      ELSE '{}' END
  FROM due WHERE query.id = due.id
  RETURNING query.id
)
SELECT count(*)::integer AS count FROM erased`;
