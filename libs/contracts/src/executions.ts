import { z } from 'zod';
import { chatMessage, metadata } from './chat.js';
import { chatOptions } from './chat-options.js';
import { evaluatorSpec } from './evaluator-spec.js';
import { modelSpec } from './model-spec.js';
import { nanoUsd } from './money.js';
import { voteTerms } from './vote.js';

/** How a task's combinations are executed and judged: what the local-server knows of a task. */
export const taskSpec = z.strictObject({
  /**
   * `cascade`: in order, stopping at the first success. `parallel`: all at once. `vote`: in order,
   * until the answers to come could not change the label.
   */
  execution: z.enum(['cascade', 'parallel', 'vote']),
  /** A cascade or a vote asks all its models at once, and waits for all of them. */
  atOnce: z.boolean().exactOptional(),
  /** What a vote chooses from. */
  labels: z.array(z.string().min(1)).min(2).exactOptional(),
  /** An answer succeeds if its score is at least this. */
  successAt: z.number().min(0).max(1),
  evaluator: evaluatorSpec,
  /** One prompt template a position of the combination; `{{input}}` stands for the query. */
  parts: z.array(z.string().min(1)).optional(),
  /** Milliseconds that one call may take. */
  callTimeoutMs: z.int().positive(),
  /** Further attempts after a retryable error. */
  retries: z.int().min(0).max(10),
  /** The model to ask when every call of the combination failed; it is among the job's models. */
  fallback: z.string().exactOptional(),
});
export type TaskSpec = z.infer<typeof taskSpec>;

/** One query with its decision, ready to be executed. */
export const executionQuery = z.strictObject({
  queryId: z.uuid(),
  task: z.string(),
  messages: z.array(chatMessage).min(1),
  options: chatOptions,
  reference: z.string().nullable(),
  metadata,
  /** The models to ask, in call order. */
  combination: z.array(z.string()).min(1),
  /** Milliseconds since the epoch, after which no call is worth making. */
  deadlineAt: z.int().positive(),
  /** The replica that waits for the answer. */
  replyTo: z.string().nullable(),
  /**
   * `immediate`: the tokens of the answer that will be served go to `replyTo` as they are made, and
   * that answer is final. `evaluated`: the whole answer goes there once it is chosen. Null: no stream.
   */
  stream: z.enum(['immediate', 'evaluated']).nullable(),
  /**
   * What was reserved for the round: no attempt starts whose worst case, with all that was spent
   * before, would pass it. Null: nothing was reserved, and nothing is refused.
   */
  reservedNano: nanoUsd.nullable(),
  /** Of a vote. */
  vote: voteTerms.exactOptional(),
  /** Of the span that it goes on from (W3C Trace Context), where tracing is on. */
  traceparent: z.string().exactOptional(),
  /**
   * Where the user asks for one answer after another: how many outcomes the query has had. The
   * combination holds the models that are left.
   */
  turn: z.int().positive().exactOptional(),
});
export type ExecutionQuery = z.infer<typeof executionQuery>;

/**
 * A job of the `executions` queue: the queries of one admission flush, and, once for all of them,
 * the tasks and models they name.
 */
export const executionsJob = z.strictObject({
  tasks: z.record(z.string(), taskSpec),
  models: z.record(z.string(), modelSpec),
  queries: z.array(executionQuery).min(1),
});
export type ExecutionsJob = z.infer<typeof executionsJob>;

/**
 * What the runs of an executions job note, so that a further run knows what a dead worker did: the
 * attempts that it began, by query and position in the combination, but for the first ones, which
 * taking the job up implies; and the queries whose outcome is safe.
 */
export const executionNotes = z.strictObject({
  begun: z.record(z.string(), z.array(z.int().nonnegative())),
  done: z.array(z.string()),
});
export type ExecutionNotes = z.infer<typeof executionNotes>;
