import { z } from 'zod';
import type { PlanProgress, StoredPlan, StoredPoint } from '#storage';

/** What found a point that answers a direct question: it is run, and not part of the front. */
export const ASKED_FOR = 'question';

const pointView = z.strictObject({
  point: z.int(),
  predicted_accuracy: z.number().describe('The mean reward of a query, in [0, 1].'),
  low: z.number().describe('With high, the 95% interval of the accuracy that will come true.'),
  high: z.number(),
  predicted_cost_usd: z.number().describe('Of all queries.'),
  found_by: z
    .enum(['sweep', 'repair', 'fixed'])
    .describe('Fixed: all queries are given to the same models.'),
});

const execution = z.strictObject({
  point: z
    .int()
    .describe(
      "Of the front, or for a budget or an accuracy the plan's own answer, numbered after it.",
    ),
  waiting: z.int().describe('Not sent yet.'),
  pending: z.int(),
  answered: z.int(),
  failed: z.int(),
  refused: z.int().describe('Could not be sent: see the assignments.'),
  reassigned: z.int().describe('Asked other models than planned, as breakers or caps told.'),
  predicted_accuracy: z.number(),
  low: z.number(),
  high: z.number(),
  accuracy: z.number().nullable().describe('Of the answered queries whose reward is known.'),
  rewarded: z.int().describe('How many these are.'),
  predicted_cost_usd: z.number().describe('Of all queries.'),
  cost_usd: z.number().describe('Of those with an outcome.'),
});

/** A plan, as `GET /v1/plans/{id}` tells it. */
export const planView = z
  .strictObject({
    id: z.uuid(),
    task: z.string(),
    status: z
      .enum(['planning', 'ready', 'refused', 'running', 'cancelled', 'done'])
      .describe('A plan that is ready can be run, and one that was cancelled resumed.'),
    queries: z.int(),
    models: z.array(z.string()),
    samples: z.int().nullable().describe('Queries with known outcomes that it was foreseen from.'),
    problem: z.string().nullable().describe('Why it was refused, or what holds it up.'),
    created_at: z.iso.datetime(),
    front: z.array(pointView).describe('From the cheapest to the most accurate.'),
    execution: execution.nullable(),
  })
  .meta({ id: 'Plan' });
export type PlanView = z.infer<typeof planView>;

/** A page of plans, newest first. */
export const planList = z
  .strictObject({
    data: z.array(
      planView.omit({ front: true, execution: true }).extend({
        point: z.int().nullable().describe('Of its front, that is run; null: none yet.'),
      }),
    ),
    next: z.uuid().nullable().describe('The `before` of the next page.'),
  })
  .meta({ id: 'PlanList' });
export type PlanList = z.infer<typeof planList>;

const assignment = z.strictObject({
  id: z.string(),
  models: z.array(z.string()).describe('In the order in which they are asked.'),
  query_id: z.uuid().nullable().describe('Once it is sent: see /v1/queries/{id}.'),
  problem: z.string().nullable().describe('Why it could not be sent.'),
});

/** A page of what queries are given to. */
export const assignmentsView = z
  .strictObject({
    point: z.int(),
    assignments: z.array(assignment),
    next: z.int().nullable().describe('The `after` of the next page.'),
  })
  .meta({ id: 'PlanAssignments' });
export type AssignmentsView = z.infer<typeof assignmentsView>;

/** @param progress null for a plan that was not run */
export function viewOfPlan(
  plan: StoredPlan,
  points: readonly StoredPoint[],
  progress: PlanProgress | null,
): PlanView {
  const chosen = plan.point === null ? undefined : points[plan.point];
  return {
    ...headOf(plan),
    front: points.flatMap((each, at) => {
      const found = pointView.shape.found_by.safeParse(each.by);
      return found.success ? [{ point: at, ...foreseen(each), found_by: found.data }] : [];
    }),
    execution: progress && chosen ? executionOf(plan.point ?? 0, foreseen(chosen), progress) : null,
  };
}

/** @param plans so many as a page may have, or fewer if there are no more */
export function viewOfPlans(plans: readonly StoredPlan[], limit: number): PlanList {
  const last = plans.length < limit ? undefined : plans.at(-1);
  return {
    data: plans.map((plan) => ({ ...headOf(plan), point: plan.point })),
    next: last?.id ?? null,
  };
}

function headOf(plan: StoredPlan): Omit<PlanView, 'front' | 'execution'> {
  const { id, task, status, queries, models, samples, problem, createdAt } = plan;
  const created_at = createdAt.toISOString();
  return { id, task, status, queries, models: [...models], samples, problem, created_at };
}

type Foreseen = ReturnType<typeof foreseen>;

function executionOf(
  at: number,
  predicted: Foreseen,
  { costNano, ...progress }: PlanProgress,
): PlanView['execution'] {
  return { point: at, ...predicted, ...progress, cost_usd: costNano / 1e9 };
}

function foreseen({ accuracy, low, high, costNano }: StoredPoint) {
  return { predicted_accuracy: accuracy, low, high, predicted_cost_usd: costNano / 1e9 };
}
