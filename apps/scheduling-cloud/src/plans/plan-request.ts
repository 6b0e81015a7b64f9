import { z } from 'zod';
import { queryRequest } from '../queries/query-request.js';

/** A plan's queries are at most so many. */
export const MOST_QUERIES = 100_000;
/** Labelled samples that come with a plan. */
export const MOST_SAMPLES = 20_000;
/** Dearer calls are taken for a mistake of units. */
const DEAREST_USD = 100;

const { input, messages, options, vector, reference, metadata } = queryRequest.shape;

const sampleOutcome = z.strictObject({
  score: z.number().min(0).max(1).optional().describe('As the task scores answers, in [0, 1].'),
  cost_usd: z.number().min(0).max(DEAREST_USD).optional(),
});

/** One query of a plan, or with `outcomes` a labelled sample. */
export const plannedLine = z
  .strictObject({
    id: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Your own, once in a plan; without one its place from 1.'),
    ...{ input, messages, options, vector, reference, metadata },
    outcomes: z
      .record(z.string().min(1), sampleOutcome)
      .optional()
      .describe(
        'What models made of it, by model: it is then a sample to foresee by, and not run.',
      ),
  })
  .refine((line) => (line.input === undefined) !== (line.messages === undefined), {
    message: 'give either input or messages',
    path: ['input'],
  })
  .meta({ id: 'PlannedQuery', example: { id: 'a1', input: 'What is 6 × 7?', reference: '42' } });
export type PlannedLine = z.infer<typeof plannedLine>;

const models = z
  .array(z.string().min(1))
  .min(1)
  .optional()
  .describe("Some of the task's models; all, unless given.");

/** The body of `POST /v1/plans`. */
export const planRequest = z
  .strictObject({
    task: z.string().min(1),
    models,
    queries: z
      .array(plannedLine)
      .max(MOST_QUERIES + MOST_SAMPLES)
      .describe('In their order; those with `outcomes` are samples. More than 1 MiB: send NDJSON.'),
  })
  .meta({ id: 'PlanRequest', example: { task: 'qa', queries: [{ id: 'a1', input: 'Why?' }] } });
export type PlanRequest = z.infer<typeof planRequest>;

/** The body of `POST /v1/plans/{id}/execute`. */
export const executeRequest = z
  .strictObject({
    point: z.int().min(0).optional().describe('Of the front, from 0.'),
    max_cost_usd: z.number().min(0).max(1e9).optional().describe('The most accurate within it.'),
    min_accuracy: z.number().min(0).max(1).optional().describe('The cheapest that has it.'),
  })
  .refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, {
    message: 'give one of point, max_cost_usd and min_accuracy',
    path: ['point'],
  })
  .meta({ id: 'PlanExecution', example: { max_cost_usd: 5 } });
export type ExecuteRequest = z.infer<typeof executeRequest>;

/** Where a page of assignments begins, and how long it is. */
export const pageAfter = z.coerce.number().int().min(0).max(MOST_QUERIES).default(0);
export const pageLimit = z.coerce.number().int().min(1).max(1_000).default(100);
export const pagePoint = z.coerce.number().int().min(0).max(1_000_000).optional();

/** Which plans a page lists. */
export const planListQuery = z.strictObject({
  task: z.string().min(1).optional(),
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PlanListQuery = z.infer<typeof planListQuery>;
