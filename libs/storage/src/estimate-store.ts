import type { DataSource } from 'typeorm';
import type { StoredMessage } from './entities/query.js';
import { safeInteger } from './integer-column.js';

/** Which estimates of a task these are: a reset of its learning begins anew, at version 1. */
export interface EstimateVersion {
  generation: number;
  version: number;
}

/** What judged votes taught, as it was stored. */
export interface StoredEstimates extends EstimateVersion {
  /** What was told apart, and how many votes were counted. */
  terms: unknown;
  votes: number;
  /** The rewards that the task's statistics held. */
  rewards: number;
  content: unknown;
  madeAt: Date;
}

/** A vote of which some rewards are known. */
export interface VotedQuery {
  messages: StoredMessage[];
  reference: string | null;
  /** Who answered with which label; null for none of them. */
  votes: { model: string; label: string | null }[];
  /** By model: what its answer counts as; null where that is not known. */
  rewards: Record<string, number | null>;
}

/** Versions that are kept of a task: rounds under way may name the one before the last. */
const KEPT = 5;

/** Keeps what judged votes teach besides one chance a model, version by version. */
export class EstimateStore {
  constructor(private readonly database: DataSource) {}

  /** The latest version since the task's learning was last reset, unless it is the one that is known. */
  async latest(
    task: string,
    known: EstimateVersion | null,
  ): Promise<StoredEstimates | 'known' | 'none'> {
    const [head] = await this.database.query<{ generation: string; version: number | null }[]>(
      `SELECT generation, (SELECT max(version) FROM purser.vote_estimates AS estimates
         WHERE task = $1 AND estimates.generation = now.generation) AS version
       FROM (SELECT purser.generation_of($1) AS generation) AS now`,
      [task],
    );
    if (head?.version == null) return 'none';
    const generation = safeInteger(head.generation);
    if (known?.generation === generation && known.version === head.version) return 'known';
    const [row] = await this.database.query<Omit<StoredEstimates, 'generation'>[]>(
      `SELECT version, terms, votes, rewards, content, made_at AS "madeAt"
       FROM purser.vote_estimates WHERE task = $1 AND generation = $2 AND version = $3`,
      [task, generation, head.version],
    );
    return row === undefined ? 'none' : { generation, ...row };
  }

  /** The latest judged votes whose texts are kept, the oldest first. */
  async judged(task: string, limit: number): Promise<VotedQuery[]> {
    const rows = await this.database.query<VotedQuery[]>(JUDGED, [task, limit]);
    return rows.toReversed();
  }

  /**
   * Keeps the version after the one that was the last when it was made; drops it where another replica
   * was faster, or the task's learning has been reset since.
   */
  async keep(
    task: string,
    after: EstimateVersion | null,
    { terms, votes, rewards, content }: Omit<StoredEstimates, keyof EstimateVersion | 'madeAt'>,
  ): Promise<void> {
    await this.database.query(KEEP, [
      task,
      after?.generation ?? null,
      (after?.version ?? 0) + 1,
      JSON.stringify(terms),
      votes,
      rewards,
      JSON.stringify(content),
    ]);
    await this.database.query(
      `DELETE FROM purser.vote_estimates AS old WHERE task = $1 AND (
         generation < purser.generation_of($1) OR version <= (
           SELECT max(version) - ${KEPT} FROM purser.vote_estimates AS latest
           WHERE latest.task = old.task AND latest.generation = old.generation))`,
      [task],
    );
  }
}

const KEEP = `
INSERT INTO purser.vote_estimates (task, generation, version, terms, votes, rewards, content)
SELECT $1, generation, $3, $4, $5, $6, $7
FROM (SELECT purser.generation_of($1) AS generation) AS now
WHERE $2::bigint IS NULL OR $2::bigint = generation
ON CONFLICT DO NOTHING`;

const JUDGED = `
SELECT messages, reference, vote -> 'votes' AS votes, (
  SELECT jsonb_object_agg(model, purser.counted_reward(reward_micro, success_at_micro) / 1e6)
  FROM purser.calls AS call WHERE call.query_id = query.id AND call.status = 'succeeded'
) AS rewards
FROM purser.queries AS query
WHERE task = $1 AND vote ? 'votes' AND text_kept = 'full'
  AND generation = purser.generation_of($1)
  AND EXISTS (SELECT FROM purser.calls AS call
    WHERE call.query_id = query.id AND call.status = 'succeeded' AND reward_micro IS NOT NULL)
ORDER BY id DESC LIMIT $2`;
