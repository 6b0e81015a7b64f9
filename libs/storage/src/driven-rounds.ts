import type { EntityManager } from 'typeorm';
import { ARM_KEY, CHANGE_ARMS } from './arm-rows.js';
import { SETTLE_WINDOWS } from './cap-window-rows.js';
import { SETTLE_ROUNDS } from './pacing-rows.js';
import { PENDING_COLUMNS, pendingOf, type PendingQuery, type PendingRow } from './pending-query.js';
import { noteRounds } from './round-changes.js';
import { teach } from './teaching.js';

/**
 * A cascade that its user drives is open while an answer is served and a model is left to ask: its
 * reservation is kept, and its cost settled when it closes. All of these ask for the lock on the
 * queries, see `lockQueries`.
 */
const OPEN = `status = 'answered' AND open_until IS NOT NULL`;
const OPEN_QUERY = `query.status = 'answered' AND query.open_until IS NOT NULL`;

/** What the next model is asked with. */
export interface TurnTerms {
  /** The executions job that will carry the queries. */
  pack: string;
  now: Date;
}

/**
 * Takes the ratings of served answers for the user's word: an open round closes if its answer
 * succeeds, and asks its next model if not.
 * @returns the queries whose next model is to be asked
 */
export async function judgeOpenRounds(
  transaction: EntityManager,
  ids: readonly string[],
  terms: TurnTerms,
): Promise<PendingQuery[]> {
  const judged = await transaction.query<{ id: string; accepted: boolean }[]>(JUDGED, [ids]);
  const accepted = judged.filter((round) => round.accepted).map(({ id }) => id);
  const refused = judged.filter((round) => !round.accepted).map(({ id }) => id);
  await closeRounds(transaction, accepted);
  return reopenRounds(transaction, refused, terms);
}

/** Settles open rounds at what their calls cost. */
export async function closeRounds(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const closed = await transaction.query<{ task: string }[]>(CLOSE, [ids]);
  await teach(transaction, new Set(closed.map(({ task }) => task)), ids);
}

/**
 * Lets open rounds ask their next model. The answer served so far counts as failed, unless its
 * ratings say otherwise.
 */
export async function reopenRounds(
  transaction: EntityManager,
  ids: readonly string[],
  { pack, now }: TurnTerms,
): Promise<PendingQuery[]> {
  if (ids.length === 0) return [];
  const changed = await transaction.query<{ task: string }[]>(REFUSE, [ids]);
  await transaction.query(PIN_RATINGS, [ids]);
  const rows = await transaction.query<PendingRow[]>(REOPEN, [ids, pack, now]);
  await teach(transaction, new Set(changed.map(({ task }) => task)), ids);
  return rows.map(pendingOf);
}

const JUDGED = `
SELECT query.id, call.reward_micro >= call.success_at_micro AS accepted
FROM purser.queries AS query
JOIN purser.calls AS call ON call.query_id = query.id AND call.model = query.served_model
WHERE query.id = ANY($1::uuid[]) AND ${OPEN_QUERY}
  AND call.status = 'succeeded' AND call.reward_source = 'rating'`;

const CLOSE = `
WITH observed AS (
  UPDATE purser.queries AS query SET open_until = NULL, observed_at = now(),
    cost_nano = (SELECT coalesce(sum(call.cost_nano), 0) FROM purser.calls AS call
      WHERE call.query_id = query.id)
  WHERE id = ANY($1::uuid[]) AND ${OPEN}
  RETURNING query.id, query.task, query.expected_cost_nano, query.reserved_nano, query.cost_nano,
    query.window_ids
), settled AS (
  SELECT task, sum(expected_cost_nano) AS expected_nano, sum(cost_nano) AS nano
  FROM observed GROUP BY task
), ${noteRounds('SELECT id FROM observed')}, ${SETTLE_WINDOWS}, ${SETTLE_ROUNDS}
SELECT task, (SELECT count(*) FROM told) AS told FROM observed`;

const REFUSE = `
WITH refused AS MATERIALIZED (
  SELECT call.query_id, call.position, call.reward_micro AS old
  FROM purser.queries AS query
  JOIN purser.calls AS call ON call.query_id = query.id AND call.model = query.served_model
  WHERE query.id = ANY($1::uuid[]) AND ${OPEN_QUERY}
    AND call.status = 'succeeded' AND call.reward_source IS DISTINCT FROM 'rating'
), changed AS (
  UPDATE purser.calls AS call SET reward_micro = 0, reward_source = 'next'
  FROM refused WHERE call.query_id = refused.query_id AND call.position = refused.position
  RETURNING call.task, call.generation, call.model, call.given, call.epoch, call.price,
    purser.counted_reward(refused.old, call.success_at_micro) AS old
), delta AS (
  SELECT ${ARM_KEY}, count(*) FILTER (WHERE old IS NULL) AS rewards,
    -sum(coalesce(old, 0)) AS reward_sum_micro,
    -sum(coalesce(old * old, 0)) AS reward_square_sum_micro2
  FROM changed GROUP BY ${ARM_KEY}
)${CHANGE_ARMS}`;

/** A rating that named no model was of the answer served until now, and stays with it. */
const PIN_RATINGS = `
WITH unnamed AS (
  DELETE FROM purser.ratings WHERE query_id = ANY($1::uuid[]) AND model = '' RETURNING *
)
INSERT INTO purser.ratings (query_id, model, source, feedback_id, score_micro, comment, tags,
  created_at, updated_at)
SELECT unnamed.query_id, query.served_model, source, feedback_id, score_micro, comment, tags,
  unnamed.created_at, updated_at
FROM unnamed JOIN purser.queries AS query ON query.id = unnamed.query_id
ON CONFLICT DO NOTHING`;

const REOPEN = `
WITH query AS (
  UPDATE purser.queries AS open SET status = 'pending', pack = $2, finished_at = NULL,
    open_until = NULL, deadline_at = $3::timestamptz + open.turn_ms * interval '1 millisecond'
  WHERE id = ANY($1::uuid[]) AND ${OPEN}
  RETURNING open.*
), ${noteRounds('SELECT id FROM query')}
SELECT ${PENDING_COLUMNS}
FROM query JOIN purser.rounds AS round ON round.query_id = query.id ORDER BY query.id`;
