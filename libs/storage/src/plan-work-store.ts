import type { DataSource } from 'typeorm';
import type { StoredMessage } from './entities/query.js';
import { planChoices } from './plan-choices.js';
import {
  ADD_POINT,
  PLAN_COLUMNS,
  planOf,
  pointValues,
  type FoundPoint,
  type PlanRow,
  type StoredPlan,
} from './plan-rows.js';

/** A front as it was found. */
export interface FoundFront {
  samples: number;
  combinations: readonly (readonly string[])[];
  points: readonly FoundPoint[];
  /** What direct questions are answered from. */
  ground: Uint8Array;
}

/** A query of a running plan that is not in the books yet. */
export interface UnsentQuery {
  place: number;
  request: Readonly<Record<string, unknown>>;
  /** Of the plan's combinations. */
  choice: number;
}

/** A query of a task with what its calls earned and cost. */
export interface AnsweredQuery {
  messages: StoredMessage[];
  calls: {
    model: string;
    rewardMicro: number | null;
    costNano: number | null;
    inputTokens: number | null;
    outputTokens: number | null;
  }[];
}

/** For so long a plan is left alone by others, in seconds, unless who works on it renews that. */
const HOLD_SECONDS = 6;

/** What it takes to work on plans: one replica holds each, and another takes over where it died. */
export class PlanWorkStore {
  constructor(private readonly database: DataSource) {}

  /** Takes hold of a plan that nobody works on, the one that waits longest; undefined: there is none. */
  async claim(): Promise<StoredPlan | undefined> {
    const [[row]] = await this.database.query<[PlanRow[], number]>(
      `UPDATE purser.plans SET held_until = now() + interval '${HOLD_SECONDS} s'
       WHERE id = (
         SELECT id FROM purser.plans
         WHERE status IN ('planning', 'running') AND held_until < now()
         ORDER BY held_until, created_at LIMIT 1 FOR UPDATE SKIP LOCKED
       ) RETURNING ${PLAN_COLUMNS}`,
    );
    return row && planOf(row);
  }

  async hold(id: string): Promise<void> {
    await this.database.query(
      `UPDATE purser.plans SET held_until = now() + interval '${HOLD_SECONDS} s' WHERE id = $1`,
      [id],
    );
  }

  /** Lets go of a plan. @param seconds after which it is worked on again, if there is work left */
  async release(id: string, seconds = 0): Promise<void> {
    await this.database.query(
      `UPDATE purser.plans SET held_until = now() + make_interval(secs => $2) WHERE id = $1`,
      [id, seconds],
    );
  }

  /** The queries as they were sent, in their order, from a place on. */
  async requests(id: string, from: number, limit: number): Promise<UnsentQuery['request'][]> {
    const rows = await this.database.query<{ request: UnsentQuery['request'] }[]>(
      `SELECT request FROM purser.plan_queries
       WHERE plan_id = $1 AND place >= $2 ORDER BY place LIMIT $3`,
      [id, from, limit],
    );
    return rows.map(({ request }) => request);
  }

  /** The labelled samples that came with it. */
  async samples(id: string): Promise<unknown[]> {
    const rows = await this.database.query<{ content: unknown }[]>(
      'SELECT content FROM purser.plan_samples WHERE plan_id = $1 ORDER BY place',
      [id],
    );
    return rows.map(({ content }) => content);
  }

  /** The latest queries of a task whose texts are kept and of which some reward is known. */
  history(task: string, limit: number): Promise<AnsweredQuery[]> {
    return this.database.query<AnsweredQuery[]>(HISTORY, [task, limit]);
  }

  /** Keeps the front of a plan, unless it has one or is gone. */
  async keep(id: string, { samples, combinations, points, ground }: FoundFront): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const [, moved] = await transaction.query<[unknown[], number]>(
        `UPDATE purser.plans SET status = 'ready', samples = $2, combinations = $3
         WHERE id = $1 AND status = 'planning'`,
        [id, samples, JSON.stringify(combinations)],
      );
      if (moved === 0) return;
      for (const [at, point] of points.entries())
        await transaction.query(ADD_POINT, pointValues(id, at, point));
      await transaction.query(
        'INSERT INTO purser.plan_grounds (plan_id, content) VALUES ($1, $2)',
        [id, Buffer.from(ground)],
      );
    });
  }

  async refuse(id: string, problem: string): Promise<void> {
    await this.database.query(
      `UPDATE purser.plans SET status = 'refused', problem = $2 WHERE id = $1 AND status = 'planning'`,
      [id, problem],
    );
  }

  /**
   * Queries that are to be sent, in their order.
   * @returns undefined if the plan runs no more
   */
  async unsent(id: string, limit: number): Promise<UnsentQuery[] | undefined> {
    const [plan] = await this.database.query<{ point: number }[]>(
      `SELECT point FROM purser.plans WHERE id = $1 AND status = 'running'`,
      [id],
    );
    if (plan === undefined) return undefined;
    const rows = await this.database.query<Omit<UnsentQuery, 'choice'>[]>(
      `SELECT place, request FROM purser.plan_queries
       WHERE plan_id = $1 AND request IS NOT NULL ORDER BY place LIMIT $2`,
      [id, limit],
    );
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return [];
    const range = { id, point: plan.point, first: first.place, last: last.place };
    const choiceOf = await planChoices(this.database, range);
    return rows.map((row) => ({ ...row, choice: choiceOf(row.place) }));
  }

  /** Notes which queries are in the books; their texts are kept there from now on. */
  async sent(id: string, queries: readonly { place: number; queryId: string }[]): Promise<void> {
    await this.database.query(SENT, [id, JSON.stringify(queries)]);
  }

  /** Notes that a query can't be sent, and why. */
  async refuseQuery(id: string, place: number, problem: string): Promise<void> {
    await this.database.query(
      `UPDATE purser.plan_queries SET request = NULL, problem = $3
       WHERE plan_id = $1 AND place = $2`,
      [id, place, problem],
    );
  }

  /** Says what holds a running plan up; null: nothing. */
  async tell(id: string, problem: string | null): Promise<void> {
    await this.database.query(
      `UPDATE purser.plans SET problem = $2
       WHERE id = $1 AND status = 'running' AND problem IS DISTINCT FROM $2`,
      [id, problem],
    );
  }

  /** The queries of a plan that were sent and have no outcome yet. */
  async underWay(id: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT query.id FROM purser.plan_queries
       JOIN purser.queries AS query ON query.id = query_id
       WHERE plan_id = $1 AND status = 'pending'`,
      [id],
    );
    return rows.map(({ id: queryId }) => queryId);
  }

  /** Of these queries, those that have no outcome yet. */
  async pending(queryIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT id FROM purser.queries WHERE id = ANY($1) AND status = 'pending'`,
      [queryIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Ends a running plan, all of whose queries have an outcome. */
  async end(id: string): Promise<void> {
    await this.database.query(
      `UPDATE purser.plans SET status = 'done', problem = NULL, ended_at = now()
       WHERE id = $1 AND status = 'running'`,
      [id],
    );
  }
}

const HISTORY = `
SELECT query.messages, (
  SELECT jsonb_agg(jsonb_build_object(
    'model', model, 'costNano', cost_nano, 'inputTokens', input_tokens, 'outputTokens', output_tokens,
    'rewardMicro', purser.counted_reward(reward_micro, success_at_micro)))
  FROM purser.calls AS call WHERE call.query_id = query.id AND call.status = 'succeeded'
) AS calls
FROM (
  SELECT * FROM purser.queries AS query
  WHERE task = $1 AND text_kept = 'full' AND observed_at IS NOT NULL
    AND generation = purser.generation_of($1)
    AND EXISTS (SELECT FROM purser.calls AS call
      WHERE call.query_id = query.id AND call.status = 'succeeded' AND reward_micro IS NOT NULL)
  ORDER BY id DESC LIMIT $2
) AS query`;

const SENT = `
UPDATE purser.plan_queries AS planned SET request = NULL, query_id = sent."queryId"
FROM jsonb_to_recordset($2::jsonb) AS sent (place integer, "queryId" uuid)
WHERE planned.plan_id = $1 AND planned.place = sent.place`;
