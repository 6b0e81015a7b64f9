import type { DataSource } from 'typeorm';
import type { StoredMessage } from './entities/query.js';
import { safeInteger } from './integer-column.js';

/** A query of the past whose text is kept, its round, and what became of its calls. */
export interface PastRound {
  id: string;
  messages: StoredMessage[];
  policy: string;
  /** In call order. */
  combination: string[];
  propensity: number;
  servedModel: string | null;
  costNano: number;
  /** What its models voted; null for other reward models. */
  votes: { model: string; label: string | null }[] | null;
  calls: {
    model: string;
    status: 'succeeded' | 'failed';
    /** As it counts for the learner. */
    rewardMicro: number | null;
    costNano: number | null;
    inputTokens: number | null;
    outputTokens: number | null;
    latencyMs: number;
    isFallback: boolean;
  }[];
}

export interface PastRounds {
  /** Of what is learnt: higher after a reset. */
  generation: number;
  /** Oldest first. */
  rounds: PastRound[];
}

/** Reads what is learnt of subsets from: rounds since the last reset of which some reward is known. */
export class SubsetHistory {
  constructor(private readonly database: DataSource) {}

  /** The latest, at most so many. */
  async read(task: string, limit: number): Promise<PastRounds> {
    return this.database.transaction('REPEATABLE READ', async (transaction) => {
      const [row] = await transaction.query<[{ generation: string }]>(
        'SELECT purser.generation_of($1) AS generation',
        [task],
      );
      const rounds = await transaction.query<PastRound[]>(HISTORY, [task, limit]);
      return { generation: safeInteger(row.generation), rounds: rounds.reverse() };
    });
  }

  /** Whether there is a round that came after a query; null: any round. */
  async hasMore(task: string, after: string | null): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `SELECT 1 FROM purser.queries AS query WHERE ${KNOWN} AND ($2::uuid IS NULL OR id > $2) LIMIT 1`,
      [task, after],
    );
    return rows.length > 0;
  }
}

const KNOWN = `
task = $1 AND text_kept = 'full' AND observed_at IS NOT NULL
  AND generation = purser.generation_of($1)
  AND EXISTS (SELECT FROM purser.calls AS call
    WHERE call.query_id = query.id AND NOT is_fallback AND reward_micro IS NOT NULL)`;

const HISTORY = `
SELECT query.id, query.messages, query.served_model AS "servedModel",
  query.cost_nano::double precision AS "costNano", query.vote -> 'votes' AS votes,
  round.policy, round.combination, round.propensity,
  (SELECT jsonb_agg(jsonb_build_object(
      'model', model, 'status', status,
      'rewardMicro', purser.counted_reward(reward_micro, success_at_micro),
      'costNano', cost_nano, 'inputTokens', input_tokens, 'outputTokens', output_tokens,
      'latencyMs', latency_ms, 'isFallback', is_fallback) ORDER BY position)
    FROM purser.calls AS call WHERE call.query_id = query.id) AS calls
FROM (
  SELECT * FROM purser.queries AS query WHERE ${KNOWN} ORDER BY id DESC LIMIT $2
) AS query
JOIN purser.rounds AS round ON round.query_id = query.id
ORDER BY query.id DESC`;
