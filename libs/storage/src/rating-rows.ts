import type { EntityManager } from 'typeorm';
import type { Rating, RatingReceipt } from './rating.js';

/** A query as far as it matters to those who rate it. */
interface RatedQuery {
  id: string;
  status: 'pending' | 'answered' | 'failed';
  combination: string[];
  /** The models that gave an answer, in call order. */
  asked: string[];
  /** Whether an answer has got its default reward. */
  defaulted: boolean;
  servedModel: string | null;
  /** How many outcomes it has had. */
  turns: number;
  /** Where its user asks for one answer after another: since when the last one can be rated. */
  openSince: Date | null;
}

/**
 * Whose answer a rating without a model is about where one answer follows another at the user's word:
 * the one that was served when it came. Null: see `Rating`.
 */
export function modelMeant(rating: Rating, query: RatedQuery): string | null {
  const { status, turns, servedModel, openSince, asked } = query;
  if (rating.model !== null || openSince === null) return rating.model;
  if (status === 'pending') return turns > 0 ? servedModel : null;
  if (turns < 2) return null;
  if (rating.receivedAt >= openSince) return servedModel;
  return asked[asked.indexOf(servedModel ?? '') - 1] ?? servedModel;
}

/** What a source has said last. */
interface StoredRating {
  feedbackId: string;
  scoreMicro: number;
}

/** A rating by the id that its sender gave to it. */
interface StoredReceipt extends StoredRating {
  queryId: string;
}

/** All that a batch of ratings meets. */
export interface RatingGround {
  queries: Map<string, RatedQuery>;
  /** By `ratingKey`. */
  ratings: Map<string, StoredRating>;
  /** By `receiptKey`. */
  receipts: Map<string, StoredReceipt>;
}

export function ratingKey({
  queryId,
  model,
  source,
}: Pick<Rating, 'queryId' | 'model' | 'source'>): string {
  return JSON.stringify([queryId, model, source]);
}

export function receiptKey({ scope, id }: Pick<RatingReceipt, 'scope' | 'id'>): string {
  return JSON.stringify([scope, id]);
}

export async function readGround(
  transaction: EntityManager,
  ratings: readonly Rating[],
): Promise<RatingGround> {
  const ids = [...new Set(ratings.map((rating) => rating.queryId))];
  return {
    queries: await ratedQueries(transaction, ids),
    ratings: await storedRatings(transaction, ids),
    receipts: await storedReceipts(
      transaction,
      ratings.flatMap(({ receipt }) => receipt ?? []),
    ),
  };
}

async function ratedQueries(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<Map<string, RatedQuery>> {
  const rows = await transaction.query<RatedQuery[]>(
    `SELECT query.id, query.status, round.combination,
       coalesce(array_agg(call.model ORDER BY call.position)
         FILTER (WHERE call.status = 'succeeded'), '{}') AS asked,
       coalesce(bool_or(call.reward_source = 'default'), false) AS defaulted,
       query.served_model AS "servedModel", query.turns, query.open_since AS "openSince"
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
    (StoredRating & Pick<Rating, 'queryId' | 'model' | 'source'>)[]
  >(
    `SELECT query_id AS "queryId", nullif(model, '') AS model, source,
       feedback_id AS "feedbackId", score_micro AS "scoreMicro"
     FROM purser.ratings WHERE query_id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [ratingKey(row), row]));
}

async function storedReceipts(
  transaction: EntityManager,
  receipts: readonly RatingReceipt[],
): Promise<Map<string, StoredReceipt>> {
  if (receipts.length === 0) return new Map();
  const rows = await transaction.query<(StoredReceipt & { scope: string; id: string })[]>(
    `SELECT scope, id, query_id AS "queryId", feedback_id AS "feedbackId",
       score_micro AS "scoreMicro"
     FROM purser.rating_receipts
     WHERE (scope, id) IN (SELECT scope, id FROM unnest($1::text[], $2::text[]) AS given (scope, id))`,
    [receipts.map(({ scope }) => scope), receipts.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [receiptKey(row), row]));
}
