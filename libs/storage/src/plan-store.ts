import type { DataSource } from 'typeorm';
import { safeInteger } from './integer-column.js';
import { planChoices } from './plan-choices.js';
import {
  ADD_POINT,
  PLAN_COLUMNS,
  planOf,
  pointValues,
  type FoundPoint,
  type PlanRow,
  type PlanStatus,
  type StoredPlan,
  type StoredPoint,
} from './plan-rows.js';

/** A plan before its queries are counted. */
export type NewPlan = Pick<StoredPlan, 'id' | 'task' | 'keyId' | 'models' | 'seed'>;

/** A query of a plan, as it was sent. */
export interface PlannedQuery {
  /** The caller's own, once in a plan. */
  id: string;
  request: Readonly<Record<string, unknown>>;
}

/** Takes what was read of a plan; called again and again. */
export interface PlanWriter {
  queries(queries: readonly PlannedQuery[]): Promise<void>;
  samples(samples: readonly unknown[]): Promise<void>;
}

/** What one query of a plan is given to, and what became of it. */
export interface Assignment {
  id: string;
  /** Of the plan's combinations. */
  choice: number;
  queryId: string | null;
  problem: string | null;
}

/** Keeps plans for those who ask for them. */
export class PlanStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Lets the caller read a plan and hand it over in parts, in one transaction: all of it is kept, or
   * nothing if reading throws.
   */
  async create(plan: NewPlan, read: (writer: PlanWriter) => Promise<void>): Promise<StoredPlan> {
    const { id, task, keyId, models, seed } = plan;
    return this.database.transaction(async (transaction) => {
      const counts = { queries: 0, samples: 0 };
      // The row comes first, for the others refer to it.
      await transaction.query(
        `INSERT INTO purser.plans (id, task, key_id, status, queries, models, seed)
         VALUES ($1, $2, $3, 'planning', 1, $4, $5)`,
        [id, task, keyId, models, seed],
      );
      await read({
        queries: async (queries) => {
          await transaction.query(ADD_QUERIES, [id, counts.queries, JSON.stringify(queries)]);
          counts.queries += queries.length;
        },
        samples: async (samples) => {
          await transaction.query(ADD_SAMPLES, [id, counts.samples, JSON.stringify(samples)]);
          counts.samples += samples.length;
        },
      });
      const rows = await transaction.query<[PlanRow[], number]>(
        `UPDATE purser.plans SET queries = $2 WHERE id = $1 RETURNING ${PLAN_COLUMNS}`,
        [id, counts.queries],
      );
      return planOf(rows[0][0] as PlanRow);
    });
  }

  async find(id: string): Promise<StoredPlan | undefined> {
    const [row] = await this.database.query<PlanRow[]>(
      `SELECT ${PLAN_COLUMNS} FROM purser.plans WHERE id = $1`,
      [id],
    );
    return row && planOf(row);
  }

  /**
   * The newest first, without their fronts.
   * @param tasks of these only; null: of all
   * @param before only those older than the plan of this id; undefined: from the newest
   */
  async list(
    tasks: readonly string[] | null,
    before: string | undefined,
    limit: number,
  ): Promise<StoredPlan[]> {
    const rows = await this.database.query<PlanRow[]>(
      `SELECT ${PLAN_COLUMNS} FROM purser.plans
       WHERE ($1::text[] IS NULL OR task = ANY($1)) AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3`,
      [tasks, before ?? null, limit],
    );
    return rows.map(planOf);
  }

  /** Ascending in cost and accuracy, and after them the answer to a direct question that is run. */
  async points(id: string): Promise<StoredPoint[]> {
    const rows = await this.database.query<(StoredPoint & { costNano: string })[]>(
      `SELECT found_by AS by, accuracy, low, high, cost_nano AS "costNano"
       FROM purser.plan_points WHERE plan_id = $1 ORDER BY point`,
      [id],
    );
    return rows.map((row) => ({ ...row, costNano: safeInteger(row.costNano) }));
  }

  /** What direct questions are answered from; undefined before it has a front. */
  async ground(id: string): Promise<Uint8Array | undefined> {
    const [row] = await this.database.query<{ content: Buffer }[]>(
      'SELECT content FROM purser.plan_grounds WHERE plan_id = $1',
      [id],
    );
    return row?.content;
  }

  /**
   * Sets a plan that is ready running, at a point that its front does not show, which becomes its last.
   * @returns whether it was ready
   */
  async run(id: string, point: FoundPoint): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [rows, moved] = await transaction.query<[{ point: number }[], number]>(
        `UPDATE purser.plans SET status = 'running', problem = NULL, held_until = '-infinity',
           started_at = now(), point = (
             SELECT count(*) FROM purser.plan_points WHERE plan_id = plans.id)
         WHERE id = $1 AND status = 'ready' RETURNING point`,
        [id],
      );
      const [row] = rows;
      if (moved === 0 || row === undefined) return false;
      await transaction.query(ADD_POINT, pointValues(id, row.point, point));
      return true;
    });
  }

  /** What queries are given to at a point: those after a place, at most so many, in their order. */
  async assignments(
    id: string,
    point: number,
    after: number,
    limit: number,
  ): Promise<Assignment[]> {
    const rows = await this.database.query<(Omit<Assignment, 'choice'> & { place: number })[]>(
      `SELECT place, id, query_id AS "queryId", problem FROM purser.plan_queries
       WHERE plan_id = $1 AND place >= $2 ORDER BY place LIMIT $3`,
      [id, after, limit],
    );
    const [first, last] = [rows[0], rows.at(-1)];
    if (first === undefined || last === undefined) return [];
    const range = { id, point, first: first.place, last: last.place };
    const choiceOf = await planChoices(this.database, range);
    return rows.map(({ place, ...row }) => ({ ...row, choice: choiceOf(place) }));
  }

  /**
   * Moves a plan on, if it is where it may be moved from.
   * @param point that is run from now on; undefined: as before
   * @returns whether it was
   */
  async move(
    id: string,
    from: readonly PlanStatus[],
    to: PlanStatus,
    point?: number,
  ): Promise<boolean> {
    const [, moved] = await this.database.query<[unknown[], number]>(
      `UPDATE purser.plans SET status = $3, problem = NULL, held_until = '-infinity',
         point = coalesce($4, point), started_at = coalesce(started_at, now())
       WHERE id = $1 AND status = ANY($2)`,
      [id, from, to, point ?? null],
    );
    return moved > 0;
  }

  /** Removes a plan with the texts of its queries; what was run of it stays in the books. */
  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM purser.plans WHERE id = $1', [id]);
  }
}

const ADD_QUERIES = `
INSERT INTO purser.plan_queries (plan_id, place, id, request)
SELECT $1, $2::integer + place - 1, query ->> 'id', query -> 'request'
FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS added (query, place)`;

const ADD_SAMPLES = `
INSERT INTO purser.plan_samples (plan_id, place, content)
SELECT $1, $2::integer + place - 1, content
FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS added (content, place)`;
