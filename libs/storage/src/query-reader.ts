import { In, type DataSource } from 'typeorm';
import { CallEntity } from './entities/call.js';
import { QueryEntity, type StoredMessage } from './entities/query.js';
import { RoundEntity } from './entities/round.js';
import { safeInteger } from './integer-column.js';

/** A query with the calls that were reported, in call order. */
export interface StoredQuery {
  query: QueryEntity;
  calls: CallEntity[];
}

/** What it takes to decide a round again. */
export interface StoredRound {
  messages: StoredMessage[];
  seed: number;
}

/** Reads queries and rounds back. */
export class QueryReader {
  constructor(private readonly database: DataSource) {}

  async find(ids: readonly string[]): Promise<Map<string, StoredQuery>> {
    const queries = await this.database.getRepository(QueryEntity).findBy({ id: In([...ids]) });
    // After the queries: an answer that is committed in between is then seen whole.
    const calls = await this.database
      .getRepository(CallEntity)
      .find({ where: { queryId: In([...ids]) }, order: { position: 'ASC' } });
    return new Map(
      queries.map((query) => [
        query.id,
        { query, calls: calls.filter((call) => call.queryId === query.id) },
      ]),
    );
  }

  async findRound(id: string): Promise<RoundEntity | null> {
    return this.database.getRepository(RoundEntity).findOneBy({ queryId: id });
  }

  /** Undefined if there is no such query. */
  async taskOf(id: string): Promise<string | undefined> {
    const rows = await this.database.query<{ task: string }[]>(
      'SELECT task FROM purser.queries WHERE id = $1',
      [id],
    );
    return rows[0]?.task;
  }

  /** The latest rounds of a task whose text is stored, newest first. */
  async latestRounds(task: string, limit: number): Promise<StoredRound[]> {
    const rows = await this.database.query<(Omit<StoredRound, 'seed'> & { seed: string })[]>(
      `SELECT query.messages, round.seed FROM purser.queries AS query
       JOIN purser.rounds AS round ON round.query_id = query.id
       WHERE query.task = $1 AND jsonb_array_length(query.messages) > 0
       ORDER BY query.id DESC LIMIT $2`,
      [task, limit],
    );
    return rows.map((row) => ({ ...row, seed: safeInteger(row.seed) }));
  }
}
