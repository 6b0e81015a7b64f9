import { z } from 'zod';
import { nanoUsd } from './money.js';

/** Why a call or a query failed. `code` is for programs, `message` for people. */
export const failure = z.strictObject({ code: z.string(), message: z.string() });
export type Failure = z.infer<typeof failure>;

const tokens = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** What one call to one model came to. */
export const callReport = z.strictObject({
  model: z.string(),
  status: z.enum(['succeeded', 'failed']),
  answer: z.string().nullable(),
  /** The evaluator's, or null where a rating is awaited or there is no answer. */
  score: z.number().min(0).max(1).nullable(),
  /** What the call cost, all attempts together; null where nothing was billed because it failed. */
  costNanoUsd: nanoUsd.nullable(),
  inputTokens: tokens.nullable(),
  outputTokens: tokens.nullable(),
  startedAt: z.int().positive(),
  latencyMs: z.number().nonnegative(),
  attempts: z.int().positive().max(1_000),
  error: failure.nullable(),
});
export type CallReport = z.infer<typeof callReport>;

/**
 * What the execution of one query came to. `calls` holds the calls that were made, in the order of
 * the combination; a model that was not reached has none.
 */
export const queryOutcome = z.strictObject({
  queryId: z.uuid(),
  task: z.string(),
  status: z.enum(['answered', 'failed']),
  /** The model whose answer is served; null for a failed query. */
  servedModel: z.string().nullable(),
  calls: z.array(callReport),
  error: failure.nullable(),
  finishedAt: z.int().positive(),
  replyTo: z.string().nullable(),
});
export type QueryOutcome = z.infer<typeof queryOutcome>;

/** A job of the `observations` queue: the outcomes of one flush of a local-server. */
export const observationsJob = z.strictObject({ outcomes: z.array(queryOutcome).min(1) });
export type ObservationsJob = z.infer<typeof observationsJob>;
