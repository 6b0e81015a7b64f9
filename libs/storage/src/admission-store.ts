import type { DataSource } from 'typeorm';
import type { StoredMessage } from './entities/query.js';
import { pacingOf, type PacingRow, type VersionedPacing } from './pacing-rows.js';

/** A query with its round, to be written down before it is acknowledged. */
export interface Admission {
  id: string;
  task: string;
  messages: readonly StoredMessage[];
  options: Readonly<Record<string, unknown>>;
  reference: string | null;
  metadata: Readonly<Record<string, string>>;
  ratingCredit: 'served' | 'all';
  /** The executions job that will carry it. */
  pack: string;
  createdAt: Date;
  deadlineAt: Date;
  idempotency: { key: string; bodyHash: string } | null;
  round: {
    policy: string;
    round: number;
    seed: number;
    combination: readonly string[];
    propensity: number;
    expectedCostNano: number;
    explanation: unknown;
  };
}

/** The query that an idempotency key was first used for. */
export interface EarlierQuery {
  queryId: string;
  bodyHash: string;
}

export interface AdmissionResult {
  /** By id: an admission that is missing here met a key that was used before. */
  admitted: Set<string>;
  /** By key. */
  earlier: Map<string, EarlierQuery>;
  pacing: VersionedPacing[];
}

/** Writes admissions: one statement for all queries that arrived together. */
export class AdmissionStore {
  constructor(private readonly database: DataSource) {}

  /** All are durable when it resolves. Keys are claimed, queries, rounds and bookings written at once. */
  async admit(admissions: readonly Admission[]): Promise<AdmissionResult> {
    const [row] = await this.database.query<[AdmittedRow]>(ADMIT, [
      JSON.stringify(admissions.map(rowOf)),
    ]);
    const admitted = new Set(row.admitted);
    const refused = admissions.filter((admission) => !admitted.has(admission.id));
    return {
      admitted,
      earlier: await this.earlier(refused.flatMap(({ idempotency }) => idempotency?.key ?? [])),
      pacing: row.paced.map(pacingOf),
    };
  }

  private async earlier(keys: readonly string[]): Promise<Map<string, EarlierQuery>> {
    if (keys.length === 0) return new Map();
    const rows = await this.database.query<{ key: string; query_id: string; body_hash: string }[]>(
      'SELECT key, query_id, body_hash FROM purser.idempotency_keys WHERE key = ANY($1)',
      [keys],
    );
    return new Map(
      rows.map((row) => [row.key, { queryId: row.query_id, bodyHash: row.body_hash }]),
    );
  }
}

interface AdmittedRow {
  admitted: string[];
  paced: PacingRow[];
}

function rowOf({ idempotency, round, ...query }: Admission): Record<string, unknown> {
  return {
    id: query.id,
    task: query.task,
    messages: query.messages,
    options: query.options,
    reference: query.reference,
    metadata: query.metadata,
    rating_credit: query.ratingCredit,
    pack: query.pack,
    created_at: query.createdAt,
    deadline_at: query.deadlineAt,
    key: idempotency?.key ?? null,
    body_hash: idempotency?.bodyHash ?? null,
    policy: round.policy,
    round: round.round,
    seed: round.seed,
    combination: round.combination,
    propensity: round.propensity,
    expected_cost_nano: round.expectedCostNano,
    explanation: round.explanation,
  };
}

/** Pacing rows are locked in the order of their names, as everywhere, so that flushes can't deadlock. */
const ADMIT = `
WITH input AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS input (
    id uuid, task text, messages jsonb, options jsonb, reference text, metadata jsonb, rating_credit text,
    pack uuid, created_at timestamptz, deadline_at timestamptz, key text, body_hash text,
    policy text, round bigint, seed bigint, combination text[], propensity double precision,
    expected_cost_nano bigint, explanation jsonb)
), claimed AS (
  INSERT INTO purser.idempotency_keys (key, query_id, body_hash)
  SELECT key, id, body_hash FROM input WHERE key IS NOT NULL ORDER BY key
  ON CONFLICT (key) DO NOTHING
  RETURNING query_id
), admitted AS (
  INSERT INTO purser.queries (id, task, status, messages, options, reference, metadata, rating_credit, pack,
    expected_cost_nano, created_at, deadline_at)
  SELECT id, task, 'pending', messages, options, reference, metadata, rating_credit, pack,
    expected_cost_nano, created_at, deadline_at
  FROM input WHERE key IS NULL OR id IN (SELECT query_id FROM claimed)
  RETURNING id, task, expected_cost_nano
), recorded AS (
  INSERT INTO purser.rounds (query_id, policy, round, seed, combination, propensity, explanation)
  SELECT id, policy, round, seed, combination, propensity, explanation
  FROM input JOIN admitted USING (id)
), booked AS (
  SELECT task, count(*) AS rounds, sum(expected_cost_nano) AS expected_nano
  FROM admitted GROUP BY task
), locked AS MATERIALIZED (
  SELECT pacing.task FROM purser.pacing JOIN booked USING (task)
  ORDER BY task FOR UPDATE OF pacing
), paced AS (
  UPDATE purser.pacing SET
    version = pacing.version + 1,
    rounds = pacing.rounds + booked.rounds,
    expected_nano = pacing.expected_nano + booked.expected_nano
  FROM booked JOIN locked USING (task) WHERE pacing.task = booked.task
  RETURNING pacing.*
)
SELECT
  coalesce((SELECT array_agg(id) FROM admitted), '{}') AS admitted,
  coalesce((SELECT json_agg(paced) FROM paced), '[]') AS paced`;
