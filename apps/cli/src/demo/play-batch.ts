import { setTimeout as wait } from 'node:timers/promises';
import type { OutcomeTable, WorldQuery } from '#replay';
import type { DemoBatch } from './demo-plan.js';
import type { JsonApi } from './json-api.js';

/** A plan, as far as the demo reads it. */
interface Plan {
  readonly id: string;
  readonly status: 'planning' | 'ready' | 'refused' | 'running' | 'cancelled' | 'done';
  readonly problem: string | null;
  readonly samples: number | null;
  readonly front: readonly Point[];
  readonly execution: (Point & Execution) | null;
}

interface Point {
  readonly point: number;
  readonly predicted_accuracy: number;
  readonly low: number;
  readonly high: number;
  readonly predicted_cost_usd: number;
}

interface Execution {
  readonly answered: number;
  readonly accuracy: number | null;
  readonly cost_usd: number;
}

/** How a batch went: what was foreseen, and what came true. Dollars of all its queries. */
export interface BatchReport {
  readonly task: string;
  readonly queries: number;
  readonly samples: number;
  /** The ends of the front. */
  readonly cheapest: Point;
  readonly mostAccurate: Point;
  readonly execution: Point & Execution;
}

const LOOK_AGAIN_MS = 250;
const PATIENCE_MS = 120_000;

/**
 * Plans a batch, and runs the most accurate point that the task's budget pays for.
 * @throws {Error} if the plan is refused, or nothing comes of it in two minutes
 */
export async function playBatch(api: JsonApi, batch: DemoBatch): Promise<BatchReport> {
  const { task, samples, queries, budgetUsd } = batch;
  const made = await api.post<Plan>('/v1/plans', {
    task,
    queries: [...labelled(samples, task), ...queries.map((query) => lineOf(query, task))],
  });
  const { front, samples: known } = await reached(api, made.id, 'ready');
  const budget = budgetUsd * queries.length;
  const affordable = front.findLast(({ predicted_cost_usd: usd }) => usd <= budget);
  const [cheapest, mostAccurate] = [front[0], front.at(-1)];
  if (cheapest === undefined || mostAccurate === undefined) throw new Error('the front is empty');
  const { point } = affordable ?? cheapest;
  await api.post(`/v1/plans/${made.id}/execute`, { point });
  const { execution } = await reached(api, made.id, 'done');
  if (execution === null) throw new Error('the plan was not run');
  return {
    ...{ task, queries: queries.length, samples: known ?? 0 },
    ...{ cheapest, mostAccurate, execution },
  };
}

/** A batch's report for people. */
export function batchText({
  task,
  queries,
  samples,
  cheapest,
  mostAccurate,
  execution,
}: BatchReport): string {
  const { accuracy, cost_usd: usd, answered } = execution;
  return [
    `A plan of ${queries} more queries of ${task}, foreseen from ${samples} that were answered or labelled:`,
    `  it could be had from ${pointText(cheapest)} to ${pointText(mostAccurate)};`,
    `  run within the budget: ${pointText(execution)} was foreseen, and`,
    `  accuracy ${(accuracy ?? 0).toFixed(3)} for $${usd.toFixed(4)} came true, ${answered} answered`,
  ].join('\n');
}

function pointText({ predicted_accuracy: accuracy, low, high, ...point }: Point): string {
  const range = `${low.toFixed(3)} to ${high.toFixed(3)}`;
  return `accuracy ${accuracy.toFixed(3)} (${range}) for $${point.predicted_cost_usd.toFixed(4)}`;
}

async function reached(api: JsonApi, id: string, status: Plan['status']): Promise<Plan> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const plan = await api.get<Plan>(`/v1/plans/${id}`);
    if (plan.status === status) return plan;
    if (plan.status === 'refused') throw new Error(`the plan was refused: ${plan.problem ?? ''}`);
    await wait(LOOK_AGAIN_MS);
  }
  throw new Error(`the plan is not ${status} after ${PATIENCE_MS / 1e3} s`);
}

function lineOf({ id, text }: WorldQuery, task: string) {
  const metadata = { task, ...(id === null ? {} : { record_id: id }) };
  return { ...(id === null ? {} : { id }), input: text, metadata };
}

function labelled({ models, queries, scores, costs }: OutcomeTable, task: string) {
  return queries.map((query, row) => ({
    ...lineOf(query, task),
    outcomes: Object.fromEntries(
      models.map((model, column) => [
        model,
        { score: scores[column]?.[row], cost_usd: (costs[column]?.[row] ?? 0) / 1e9 },
      ]),
    ),
  }));
}
