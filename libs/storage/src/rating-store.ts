import type { DataSource, EntityManager } from 'typeorm';
import { announce } from './announcement.js';
import { ARM_KEY, CHANGE_ARMS } from './arm-rows.js';
import { lockQueries } from './query-lock.js';

/** A reward that a user, or their system, sends for an answer. */
export interface Rating {
  feedbackId: string;
  queryId: string;
  /** Null: the model that was served, or all of them, as the query's reward model says. */
  model: string | null;
  /** Who rates: a later rating of the same source replaces the earlier one. */
  source: string;
  scoreMicro: number;
  comment: string | null;
}

/**
 * `applied`: the first of its source. `replaced`: the source had given another score. `duplicate`:
 * it had given the same one. `late`: the first of its source, after the default reward was applied,
 * which it corrects.
 */
export type RatingStatus = 'applied' | 'replaced' | 'duplicate' | 'late';

export type RatingResult =
  | { outcome: 'rated'; status: RatingStatus; feedbackId: string }
  | { outcome: 'unknown-query' }
  | { outcome: 'query-failed' }
  | { outcome: 'not-asked'; asked: string[] };

interface RatedQuery {
  id: string;
  status: 'pending' | 'answered' | 'failed';
  combination: string[];
  asked: string[];
  defaulted: boolean;
}

interface StoredRating {
  feedbackId: string;
  scoreMicro: number;
}

/** Writes ratings and corrects the statistics by what they change: many in one transaction. */
export class RatingStore {
  constructor(private readonly database: DataSource) {}

  /** Results in the order of the ratings; of several of one source for one answer the last counts. */
  async rate(ratings: readonly Rating[]): Promise<RatingResult[]> {
    const ids = [...new Set(ratings.map((rating) => rating.queryId))];
    return this.database.transaction(async (transaction) => {
      await lockQueries(transaction, ids);
      const queries = await ratedQueries(transaction, ids);
      const stored = await storedRatings(transaction, ids);
      const changes = new Map<string, Rating>();
      const results = ratings.map((rating) =>
        resultOf(rating, queries.get(rating.queryId), stored, changes),
      );
      if (changes.size > 0) await apply(transaction, [...changes.values()]);
      return results;
    });
  }
}

function resultOf(
  rating: Rating,
  query: RatedQuery | undefined,
  stored: Map<string, StoredRating>,
  changes: Map<string, Rating>,
): RatingResult {
  if (query === undefined) return { outcome: 'unknown-query' };
  if (query.status === 'failed') return { outcome: 'query-failed' };
  const asked = query.status === 'pending' ? query.combination : query.asked;
  if (rating.model !== null && !asked.includes(rating.model))
    return { outcome: 'not-asked', asked };

  const key = JSON.stringify([rating.queryId, rating.model, rating.source]);
  const earlier = stored.get(key);
  const feedbackId = earlier?.feedbackId ?? rating.feedbackId;
  if (earlier?.scoreMicro === rating.scoreMicro) {
    return { outcome: 'rated', status: 'duplicate', feedbackId };
  }
  stored.set(key, { feedbackId, scoreMicro: rating.scoreMicro });
  changes.set(key, { ...rating, feedbackId });
  const first = query.defaulted ? 'late' : 'applied';
  return { outcome: 'rated', status: earlier === undefined ? first : 'replaced', feedbackId };
}

async function ratedQueries(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<Map<string, RatedQuery>> {
  const rows = await transaction.query<RatedQuery[]>(
    `SELECT query.id, query.status, round.combination,
       coalesce(array_agg(call.model) FILTER (WHERE call.status = 'succeeded'), '{}') AS asked,
       coalesce(bool_or(call.reward_source = 'default'), false) AS defaulted
     FROM purser.queries AS query
     JOIN purser.rounds AS round ON round.query_id = query.id
     LEFT JOIN purser.calls AS call ON call.query_id = query.id
     WHERE query.id = ANY($1::uuid[])
     GROUP BY query.id, round.query_id`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function storedRatings(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<Map<string, StoredRating>> {
  const rows = await transaction.query<
    {
      query_id: string;
      model: string | null;
      source: string;
      feedback_id: string;
      score_micro: number;
    }[]
  >(
    `SELECT query_id, nullif(model, '') AS model, source, feedback_id, score_micro
     FROM purser.ratings WHERE query_id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      JSON.stringify([row.query_id, row.model, row.source]),
      { feedbackId: row.feedback_id, scoreMicro: row.score_micro },
    ]),
  );
}

async function apply(transaction: EntityManager, ratings: readonly Rating[]): Promise<void> {
  await transaction.query(WRITE, [
    JSON.stringify(
      ratings.map((rating) => ({
        query_id: rating.queryId,
        model: rating.model ?? '',
        source: rating.source,
        feedback_id: rating.feedbackId,
        score_micro: rating.scoreMicro,
        comment: rating.comment,
      })),
    ),
  ]);
  const changed = await transaction.query<{ task: string }[]>(CREDIT, [
    [...new Set(ratings.map((rating) => rating.queryId))],
  ]);
  await announce(transaction, new Set(changed.map((row) => row.task)));
}

const WRITE = `
INSERT INTO purser.ratings (query_id, model, source, feedback_id, score_micro, comment)
SELECT query_id, model, source, feedback_id, score_micro, comment
FROM jsonb_to_recordset($1::jsonb) AS rating (
  query_id uuid, model text, source text, feedback_id uuid, score_micro integer, comment text)
ON CONFLICT (query_id, model, source) DO UPDATE SET
  score_micro = excluded.score_micro, comment = excluded.comment, updated_at = now()`;

/** The mean of an answer's ratings becomes its reward, and the statistics change by the difference. */
const CREDIT = `
WITH rated AS MATERIALIZED (
  SELECT call.query_id, call.position, call.reward_micro AS old,
    round(avg(rating.score_micro))::integer AS new
  FROM purser.calls AS call
  JOIN purser.queries AS query ON query.id = call.query_id
  JOIN purser.ratings AS rating ON rating.query_id = call.query_id AND (
    rating.model = call.model
    OR rating.model = '' AND (query.rating_credit = 'all' OR query.served_model = call.model))
  WHERE call.query_id = ANY($1::uuid[]) AND call.status = 'succeeded'
  GROUP BY call.query_id, call.position
), changed AS (
  UPDATE purser.calls AS call SET reward_micro = rated.new, reward_source = 'rating'
  FROM rated
  WHERE call.query_id = rated.query_id AND call.position = rated.position
    AND (call.reward_micro IS DISTINCT FROM rated.new OR call.reward_source <> 'rating')
  RETURNING call.task, call.model, call.given, call.epoch, call.price,
    purser.counted_reward(rated.old, call.success_at_micro) AS old,
    purser.counted_reward(rated.new, call.success_at_micro) AS new
), delta AS (
  SELECT ${ARM_KEY},
    count(*) FILTER (WHERE old IS NULL) AS rewards,
    sum(new - coalesce(old, 0)) AS reward_sum_micro,
    sum(new * new - coalesce(old * old, 0)) AS reward_square_sum_micro2
  FROM changed GROUP BY ${ARM_KEY}
)${CHANGE_ARMS}`;
