import { safeInteger } from './integer-column.js';

export type PlanStatus = 'planning' | 'ready' | 'refused' | 'running' | 'cancelled' | 'done';

/** A batch of queries for a task. */
export interface StoredPlan {
  id: string;
  task: string;
  /** Of the API key that it came with; null where none is asked for. */
  keyId: string | null;
  status: PlanStatus;
  queries: number;
  /** That may be asked. */
  models: readonly string[];
  /** Of the resamples, 32 bits. */
  seed: number;
  /** How many samples it was foreseen from; null until it is ready. */
  samples: number | null;
  /** The models of each choice, in call order; null until it is ready. */
  combinations: readonly (readonly string[])[] | null;
  /** Why it was refused, or what holds it up as it runs. */
  problem: string | null;
  /** The point of the front that is run; null: none yet. */
  point: number | null;
  createdAt: Date;
}

/** A point of a plan's front. */
export interface StoredPoint {
  by: string;
  accuracy: number;
  low: number;
  high: number;
  /** Nano-dollars of all queries. */
  costNano: number;
}

/** A point with the choice of every query: little-endian numbers of 16 bits. */
export interface FoundPoint extends StoredPoint {
  choices: Uint8Array;
}

export const ADD_POINT = 'INSERT INTO purser.plan_points VALUES ($1, $2, $3, $4, $5, $6, $7, $8)';

/** @param at its number in the plan */
export function pointValues(
  plan: string,
  at: number,
  { by, accuracy, low, high, costNano, choices }: FoundPoint,
): unknown[] {
  return [plan, at, by, accuracy, low, high, costNano, Buffer.from(choices)];
}

export interface PlanRow extends Omit<StoredPlan, 'seed'> {
  seed: string;
}

export function planOf(row: PlanRow): StoredPlan {
  return { ...row, seed: safeInteger(row.seed) };
}

export const PLAN_COLUMNS = `plans.id, plans.task, plans.key_id AS "keyId", plans.status, plans.queries,
  plans.models, plans.seed, plans.samples, plans.combinations, plans.problem, plans.point,
  plans.created_at AS "createdAt"`;
