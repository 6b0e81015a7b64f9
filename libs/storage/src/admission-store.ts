import type { DataSource } from 'typeorm';
import {
  balanceOf,
  WINDOW_COLUMNS,
  type WindowBalance,
  type WindowRow,
} from './cap-window-rows.js';
import type { StoredMessage } from './entities/query.js';
import { bookedOf, type BookedRounds, type BookedRow } from './pacing-rows.js';

/** A query with its round, to be written down before it is acknowledged. */
export interface Admission {
  id: string;
  task: string;
  messages: readonly StoredMessage[];
  options: Readonly<Record<string, unknown>>;
  reference: string | null;
  metadata: Readonly<Record<string, string>>;
  ratingCredit: 'served' | 'all';
  /** The API key that it came with; null where none is asked for. */
  keyId: string | null;
  /** By name; null for a query that has none. */
  labels: Readonly<Record<string, string>> | null;
  /** What its calls can cost at worst: integer nano-dollars, reserved until the query is settled. */
  reservedNano: number;
  /** The windows of caps that it is charged to, by their ids. */
  windowIds: readonly number[];
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
  /** By id: one that is missing here met a key that was used before, or a cap without room. */
  admitted: Set<string>;
  /** By the id of what met a key that its sender had used before. */
  earlier: Map<string, EarlierQuery>;
  /** Of the tasks that it added rounds to. */
  booked: BookedRounds[];
  /** By id, those that admissions name, as the statement left them. One that has gone is missing. */
  windows: Map<number, WindowBalance>;
}

/**
 * Writes admissions: one statement for all queries that arrived together. Of those that are charged
 * to one window of a hard cap, the first are admitted, up to the first that does not fit.
 */
export class AdmissionStore {
  constructor(private readonly database: DataSource) {}

  /**
   * All admitted are durable when it resolves. Money is reserved, keys are claimed, queries, rounds
   * and bookings written at once; one that is refused leaves no trace.
   */
  async admit(admissions: readonly Admission[]): Promise<AdmissionResult> {
    const [row] = await this.database.query<[AdmittedRow]>(ADMIT, [
      JSON.stringify(admissions.map(rowOf)),
    ]);
    const admitted = new Set(row.admitted);
    const refused = admissions.filter((admission) => !admitted.has(admission.id));
    return {
      admitted,
      earlier: await this.earlier(refused),
      booked: row.paced.map(bookedOf),
      windows: new Map(row.windows.map((window) => [window.id, balanceOf(window)])),
    };
  }

  private async earlier(refused: readonly Admission[]): Promise<Map<string, EarlierQuery>> {
    const keyed = refused.flatMap(({ id, idempotency, keyId }) =>
      idempotency === null ? [] : [{ id, key: idempotency.key, key_id: keyId ?? '' }],
    );
    if (keyed.length === 0) return new Map();
    const rows = await this.database.query<{ id: string; query_id: string; body_hash: string }[]>(
      EARLIER,
      [JSON.stringify(keyed)],
    );
    return new Map(rows.map((row) => [row.id, { queryId: row.query_id, bodyHash: row.body_hash }]));
  }
}

interface AdmittedRow {
  admitted: string[];
  paced: BookedRow[];
  windows: WindowRow[];
}

function rowOf(
  { idempotency, round, ...query }: Admission,
  place: number,
): Record<string, unknown> {
  return {
    place,
    id: query.id,
    task: query.task,
    messages: query.messages,
    options: query.options,
    reference: query.reference,
    metadata: query.metadata,
    rating_credit: query.ratingCredit,
    key_id: query.keyId,
    labels: query.labels,
    reserved_nano: query.reservedNano,
    window_ids: query.windowIds,
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

const EARLIER = `
SELECT used.id, query_id, body_hash
FROM purser.idempotency_keys
JOIN jsonb_to_recordset($1::jsonb) AS used (id uuid, key text, key_id text) USING (key_id, key)`;

/**
 * Windows are locked in the order of their ids, then keys claimed in theirs, then the pacer's rows
 * in that of their names, as everywhere, so that flushes can't deadlock. A locked row is read as of
 * its latest version, so `room` is what there is, whatever other replicas do.
 */
const ADMIT = `
WITH input AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS input (
    place integer, id uuid, task text, messages jsonb, options jsonb, reference text, metadata jsonb,
    rating_credit text, key_id text, labels jsonb, reserved_nano bigint, window_ids bigint[],
    pack uuid, created_at timestamptz, deadline_at timestamptz, key text, body_hash text,
    policy text, round bigint, seed bigint, combination text[], propensity double precision,
    expected_cost_nano bigint, explanation jsonb)
), charge AS MATERIALIZED (
  SELECT place, window_id,
    sum(reserved_nano) OVER (PARTITION BY window_id ORDER BY place) AS up_to_nano
  FROM input, unnest(window_ids) AS window_id
), book AS MATERIALIZED (
  SELECT ${WINDOW_COLUMNS}
  FROM purser.cap_windows AS cap_window JOIN purser.caps AS cap ON cap.id = cap_window.cap_id
  WHERE cap_window.id IN (SELECT window_id FROM charge)
  ORDER BY cap_window.id FOR UPDATE OF cap_window
), refused AS MATERIALIZED (
  SELECT DISTINCT place FROM charge LEFT JOIN book ON book.id = charge.window_id
  WHERE book.id IS NULL
    OR book.hard AND charge.up_to_nano > book.limit_nano - book.reserved_nano - book.settled_nano
), fitting AS MATERIALIZED (
  SELECT * FROM input WHERE place NOT IN (SELECT place FROM refused)
), claimed AS (
  INSERT INTO purser.idempotency_keys (key_id, key, query_id, body_hash)
  SELECT coalesce(key_id, ''), key, id, body_hash
  FROM fitting WHERE key IS NOT NULL ORDER BY coalesce(key_id, ''), key
  ON CONFLICT (key_id, key) DO NOTHING
  RETURNING query_id
), admitted AS (
  INSERT INTO purser.queries (id, task, status, messages, options, reference, metadata, rating_credit, key_id,
    labels, reserved_nano, window_ids, pack, expected_cost_nano, created_at, deadline_at, generation)
  SELECT id, task, 'pending', messages, options, reference, metadata, rating_credit, key_id,
    labels, reserved_nano, window_ids, pack, expected_cost_nano, created_at, deadline_at,
    purser.generation_of(task)
  FROM fitting WHERE key IS NULL OR id IN (SELECT query_id FROM claimed)
  RETURNING id, task, expected_cost_nano, reserved_nano, window_ids
), recorded AS (
  INSERT INTO purser.rounds (query_id, policy, round, seed, combination, propensity, explanation)
  SELECT id, policy, round, seed, combination, propensity, explanation
  FROM fitting JOIN admitted USING (id)
), posted AS (
  INSERT INTO purser.ledger (query_id, entry, kind, reserved_nano, settled_nano, window_ids)
  SELECT id, 0, 'reserve', reserved_nano, 0, window_ids FROM admitted
), held AS MATERIALIZED (
  SELECT window_id, sum(reserved_nano)::bigint AS nano
  FROM admitted, unnest(window_ids) AS window_id GROUP BY window_id
), reserved AS (
  UPDATE purser.cap_windows AS cap_window SET reserved_nano = cap_window.reserved_nano + held.nano
  FROM held WHERE cap_window.id = held.window_id
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
), left_over AS (
  SELECT book.id, book.cap_id, book.hard, book.limit_nano,
    book.reserved_nano + coalesce(held.nano, 0) AS reserved_nano, book.settled_nano
  FROM book LEFT JOIN held ON held.window_id = book.id
)
SELECT
  coalesce((SELECT array_agg(id) FROM admitted), '{}') AS admitted,
  coalesce((SELECT json_agg(paced) FROM paced), '[]') AS paced,
  coalesce((SELECT json_agg(left_over) FROM left_over), '[]') AS windows`;
