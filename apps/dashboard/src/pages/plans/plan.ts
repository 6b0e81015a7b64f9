/** A plan as lists tell it. */
export interface PlanHead {
  id: string;
  task: string;
  status: 'planning' | 'ready' | 'refused' | 'running' | 'cancelled' | 'done';
  queries: number;
  models: string[];
  samples: number | null;
  problem: string | null;
  created_at: string;
}

export interface FrontPoint {
  point: number;
  predicted_accuracy: number;
  low: number;
  high: number;
  predicted_cost_usd: number;
}

export interface Execution extends FrontPoint {
  waiting: number;
  pending: number;
  answered: number;
  failed: number;
  refused: number;
  reassigned: number;
  accuracy: number | null;
  rewarded: number;
  cost_usd: number;
}

export interface Plan extends PlanHead {
  /** From the cheapest to the most accurate. */
  front: FrontPoint[];
  execution: Execution | null;
}

export interface PlanPage {
  data: (PlanHead & { point: number | null })[];
  next: string | null;
}

export interface AssignmentPage {
  point: number;
  assignments: { id: string; models: string[]; query_id: string | null; problem: string | null }[];
  next: number | null;
}

/**
 * The points of the front, in their order, and that of a direct question which was run: it is the plan's
 * own and may lie between them. A place in this list is no `point` of the API.
 */
export function pointsOf({ front, execution }: Plan): FrontPoint[] {
  if (execution === null || front.some(({ point }) => point === execution.point)) return front;
  return [...front, execution].sort(
    (one, other) => one.predicted_cost_usd - other.predicted_cost_usd,
  );
}

/** Where in `pointsOf` the point is that is run; undefined: none yet. */
export function placeOfRun(plan: Plan): number | undefined {
  const { execution } = plan;
  if (execution === null) return undefined;
  return pointsOf(plan).findIndex(({ point }) => point === execution.point);
}

/** Whether it changes by itself, so that it is worth looking again. */
export function isUnderWay({ status }: PlanHead): boolean {
  return status === 'planning' || status === 'running';
}
