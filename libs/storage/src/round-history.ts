import type { DataSource } from 'typeorm';

/** A booking in the ledger; nano-dollars, those taken back below 0. */
export interface LedgerEntry {
  at: Date;
  kind: 'reserve' | 'settle' | 'release' | 'adjust';
  reservedNano: number;
  settledNano: number;
}

/** What a source has said of an answer, last. */
export interface GivenRating {
  at: Date;
  source: string;
  /** Null: of the answer that was served. */
  model: string | null;
  scoreMicro: number;
  comment: string | null;
  /** Whether an answer's reward is its, or has it in its mean. */
  counted: boolean;
}

/** What was booked for a round and said of it since. */
export class RoundHistory {
  constructor(private readonly database: DataSource) {}

  /** In the order of booking. */
  ledger(id: string): Promise<LedgerEntry[]> {
    return this.database.query<LedgerEntry[]>(
      `SELECT created_at AS at, kind, reserved_nano::float8 AS "reservedNano",
         settled_nano::float8 AS "settledNano"
       FROM purser.ledger WHERE query_id = $1 ORDER BY entry`,
      [id],
    );
  }

  /** Oldest first. */
  ratings(id: string): Promise<GivenRating[]> {
    return this.database.query<GivenRating[]>(RATINGS, [id]);
  }
}

const RATINGS = `
SELECT updated_at AS at, source, nullif(model, '') AS model, score_micro AS "scoreMicro", comment,
  EXISTS (SELECT FROM purser.calls AS call WHERE call.query_id = rating.query_id
    AND call.reward_source = 'rating' AND rating.model IN ('', call.model)) AS counted
FROM purser.ratings AS rating WHERE query_id = $1 ORDER BY updated_at, source`;
