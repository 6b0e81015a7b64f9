import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { ARM_KEY, CHANGE_ARMS } from './arm-rows.js';
import { judgeOpenRounds } from './driven-rounds.js';
import type { PendingQuery } from './pending-query.js';
import { lockQueries } from './query-lock.js';
import type { Rating } from './rating.js';
import { modelMeant, ratingKey, readGround, receiptKey, type RatingGround } from './rating-rows.js';
import { noteRounds } from './round-changes.js';
import { teach } from './teaching.js';
import { votedFor } from './vote-store.js';

/**
 * `applied`: the first of its source. `replaced`: the source had given another score. `duplicate`:
 * it had given the same one, or the rating's id was seen before. `late`: the first of its source,
 * after the default reward was applied, which it corrects.
 */
export type RatingStatus = 'applied' | 'replaced' | 'duplicate' | 'late';

export type RatingResult =
  | {
      outcome: 'rated';
      status: RatingStatus;
      feedbackId: string;
      /** The query whose next model is to be asked, as the answer is rated a failure. */
      next?: PendingQuery;
    }
  | { outcome: 'unknown-query' }
  | { outcome: 'query-failed' }
  | { outcome: 'not-asked'; asked: string[] }
  | { outcome: 'id-reused' };

/** Of two transactions that met a new id at once, for two queries, one must look again. */
class ReceiptRace extends Error {}

/** Writes ratings and corrects the statistics by what they change: many in one transaction. */
export class RatingStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Results in the order of the ratings; of several of one source for one answer the last counts.
   * @param pack the executions job that will carry what is to be asked next
   */
  async rate(ratings: readonly Rating[], pack: string = randomUUID()): Promise<RatingResult[]> {
    for (;;) {
      try {
        return await this.database.transaction((transaction) =>
          rateAll(transaction, ratings, pack),
        );
      } catch (error) {
        if (!(error instanceof ReceiptRace)) throw error;
      }
    }
  }
}

async function rateAll(
  transaction: EntityManager,
  given: readonly Rating[],
  pack: string,
): Promise<RatingResult[]> {
  await lockQueries(transaction, [...new Set(given.map((rating) => rating.queryId))]);
  const ground = await readGround(transaction, given);
  const ratings = given.map((rating) => {
    const query = ground.queries.get(rating.queryId);
    return query ? { ...rating, model: modelMeant(rating, query) } : rating;
  });
  const changes = new Map<string, Rating>();
  const receipts = new Map<string, Rating>();
  const results = ratings.map((rating) => {
    const seen = rating.receipt && ground.receipts.get(receiptKey(rating.receipt));
    const result = resultOf(rating, ground);
    if (result.outcome !== 'rated') return result;
    const { feedbackId, status } = result;
    const { queryId, scoreMicro, receipt } = rating;
    if (receipt && !(seen && receipt.final)) {
      ground.receipts.set(receiptKey(receipt), { feedbackId, queryId, scoreMicro });
      receipts.set(receiptKey(receipt), { ...rating, feedbackId });
    }
    if (status !== 'duplicate') {
      ground.ratings.set(ratingKey(rating), { feedbackId, scoreMicro });
      changes.set(ratingKey(rating), { ...rating, feedbackId });
    }
    return result;
  });
  await keepReceipts(transaction, [...receipts.values()]);
  if (changes.size === 0) return results;
  await apply(transaction, [...changes.values()]);
  const changed = [...new Set([...changes.values()].map(({ queryId }) => queryId))];
  const turns = await judgeOpenRounds(transaction, changed, { pack, now: new Date() });
  return withTurns(results, ratings, turns);
}

/** Each query that is to be asked next stands with the first of its ratings that counted. */
function withTurns(
  results: readonly RatingResult[],
  ratings: readonly Rating[],
  turns: readonly PendingQuery[],
): RatingResult[] {
  const left = new Map(turns.map((query) => [query.id, query]));
  return results.map((result, index) => {
    const next = left.get(ratings[index]?.queryId ?? '');
    if (result.outcome !== 'rated' || result.status === 'duplicate' || !next) return result;
    left.delete(next.id);
    return { ...result, next };
  });
}

function resultOf(rating: Rating, { queries, ratings, receipts }: RatingGround): RatingResult {
  const { receipt, scoreMicro } = rating;
  const seen = receipt ? receipts.get(receiptKey(receipt)) : undefined;
  if (
    seen &&
    (receipt?.final || (seen.queryId === rating.queryId && seen.scoreMicro === scoreMicro))
  )
    return { outcome: 'rated', status: 'duplicate', feedbackId: seen.feedbackId };
  if (seen && seen.queryId !== rating.queryId) return { outcome: 'id-reused' };

  const query = queries.get(rating.queryId);
  if (query === undefined) return { outcome: 'unknown-query' };
  if (query.status === 'failed') return { outcome: 'query-failed' };
  const asked = query.status === 'pending' ? query.combination : query.asked;
  if (rating.model !== null && !asked.includes(rating.model))
    return { outcome: 'not-asked', asked };

  const earlier = ratings.get(ratingKey(rating));
  const feedbackId = earlier?.feedbackId ?? rating.feedbackId;
  if (earlier?.scoreMicro === scoreMicro) {
    return { outcome: 'rated', status: 'duplicate', feedbackId };
  }
  const first = query.defaulted ? 'late' : 'applied';
  return { outcome: 'rated', status: earlier === undefined ? first : 'replaced', feedbackId };
}

/** @throws ReceiptRace if another transaction has just taken one of the ids for another query */
async function keepReceipts(transaction: EntityManager, ratings: readonly Rating[]): Promise<void> {
  if (ratings.length === 0) return;
  const kept = await transaction.query<unknown[]>(KEEP_RECEIPTS, [
    JSON.stringify(
      ratings.map(({ receipt, queryId, feedbackId, scoreMicro }) => ({
        scope: receipt?.scope,
        id: receipt?.id,
        query_id: queryId,
        feedback_id: feedbackId,
        score_micro: scoreMicro,
      })),
    ),
  ]);
  if (kept.length < ratings.length) throw new ReceiptRace();
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
        tags: rating.tags,
      })),
    ),
  ]);
  const ids = [...new Set(ratings.map((rating) => rating.queryId))];
  const changed = await transaction.query<{ task: string }[]>(CREDIT, [ids]);
  await teach(transaction, new Set(changed.map((row) => row.task)), ids);
}

/** Of words about a query whose texts were erased no more is kept than of them. */
const WRITE = `
INSERT INTO purser.ratings (query_id, model, source, feedback_id, score_micro, comment,
  comment_hash, tags)
SELECT query_id, model, source, feedback_id, score_micro,
  CASE text_kept WHEN 'full' THEN comment END,
  CASE text_kept WHEN 'hash' THEN purser.text_hash(comment) END,
  CASE text_kept WHEN 'full' THEN tags ELSE '{}' END
FROM jsonb_to_recordset($1::jsonb) AS rating (
  query_id uuid, model text, source text, feedback_id uuid, score_micro integer, comment text,
  tags jsonb)
JOIN purser.queries AS query ON query.id = query_id
ON CONFLICT (query_id, model, source) DO UPDATE SET score_micro = excluded.score_micro,
  comment = excluded.comment, comment_hash = excluded.comment_hash, tags = excluded.tags, updated_at = now()`;

/** In the order of their ids, so that two statements can't deadlock. */
const KEEP_RECEIPTS = `
INSERT INTO purser.rating_receipts AS kept (scope, id, query_id, feedback_id, score_micro)
SELECT scope, id, query_id, feedback_id, score_micro
FROM jsonb_to_recordset($1::jsonb) AS receipt (
  scope text, id text, query_id uuid, feedback_id uuid, score_micro integer)
ORDER BY scope, id
ON CONFLICT (scope, id) DO UPDATE SET score_micro = excluded.score_micro
WHERE kept.query_id = excluded.query_id
RETURNING id`;

/** The mean of an answer's ratings becomes its reward, and the statistics change by the difference. */
const CREDIT = `
WITH rated AS MATERIALIZED (
  SELECT call.query_id, call.position, call.reward_micro AS old,
    round(avg(rating.score_micro))::integer AS new
  FROM purser.calls AS call
  JOIN purser.queries AS query ON query.id = call.query_id
  JOIN purser.ratings AS rating ON rating.query_id = call.query_id AND (
    rating.model = call.model
    OR rating.model = '' AND (query.rating_credit = 'all' OR query.served_model = call.model
      OR ${votedFor('query.vote', 'call')}))
  WHERE call.query_id = ANY($1::uuid[]) AND call.status = 'succeeded'
  GROUP BY call.query_id, call.position
), changed AS (
  UPDATE purser.calls AS call SET reward_micro = rated.new, reward_source = 'rating'
  FROM rated
  WHERE call.query_id = rated.query_id AND call.position = rated.position
    AND (call.reward_micro IS DISTINCT FROM rated.new OR call.reward_source <> 'rating')
  RETURNING call.task, call.generation, call.model, call.given, call.epoch, call.price,
    purser.counted_reward(rated.old, call.success_at_micro) AS old,
    purser.counted_reward(rated.new, call.success_at_micro) AS new
), ${noteRounds('SELECT unnest($1::uuid[])')}, delta AS (
  SELECT ${ARM_KEY},
    count(*) FILTER (WHERE old IS NULL) AS rewards,
    sum(new - coalesce(old, 0)) AS reward_sum_micro,
    sum(new * new - coalesce(old * old, 0)) AS reward_square_sum_micro2
  FROM changed GROUP BY ${ARM_KEY}
)${CHANGE_ARMS}`;
