import { z } from 'zod';
import { toolCall } from './chat.js';
import { nanoUsd } from './money.js';
import { voteReport } from './vote.js';

/** Why a call or a query failed. `code` is for programs, `message` for people. */
export const failure = z.strictObject({ code: z.string(), message: z.string() });
export type Failure = z.infer<typeof failure>;

const tokens = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** Why a model stopped, in OpenAI's words. */
export const finishReason = z.enum(['stop', 'length', 'tool_calls', 'content_filter']);
export type FinishReason = z.infer<typeof finishReason>;

/** What an answer holds besides its text; absent where it holds nothing else. */
export const answerDetails = z.strictObject({
  refusal: z.string().exactOptional(),
  toolCalls: z.array(toolCall).min(1).exactOptional(),
  /** OpenAI's `logprobs`, as the provider gave them. */
  logprobs: z.json().exactOptional(),
});
export type AnswerDetails = z.infer<typeof answerDetails>;

/** What it came to to have a model judge an answer; its cost is part of the judged call's. */
export const judgement = z.strictObject({
  /** The judge. */
  model: z.string(),
  /** Why it marked as it did, in its words; null where there is no verdict that can be read. */
  reason: z.string().nullable(),
  costNanoUsd: nanoUsd.nullable(),
  costIsBound: z.boolean(),
  inputTokens: tokens.nullable(),
  outputTokens: tokens.nullable(),
  latencyMs: z.number().nonnegative(),
  attempts: z.int().nonnegative().max(1_000),
  lostAttempts: z.int().nonnegative().max(1_000),
});
export type Judgement = z.infer<typeof judgement>;

/** What one call to one model came to. */
export const callReport = z.strictObject({
  model: z.string(),
  status: z.enum(['succeeded', 'failed']),
  /** Its text: empty for an answer of tool calls alone. */
  answer: z.string().nullable(),
  details: answerDetails.nullable(),
  finishReason: finishReason.nullable(),
  /** The evaluator's, or null where a rating is awaited or there is no answer. */
  score: z.number().min(0).max(1).nullable(),
  /**
   * What the call cost, all attempts together, each lost one by its worst case, and what judging its
   * answer cost; null where nothing was billed because it failed.
   */
  costNanoUsd: nanoUsd.nullable(),
  /** Whether a part of the cost is an upper bound, since the provider did not say what was used. */
  costIsBound: z.boolean(),
  inputTokens: tokens.nullable(),
  /** Of the input tokens, those that the provider had in its prompt cache. */
  cachedInputTokens: tokens.nullable(),
  outputTokens: tokens.nullable(),
  /** Of the output tokens, those that the model spent on thinking. */
  reasoningTokens: tokens.nullable(),
  startedAt: z.int().positive(),
  latencyMs: z.number().nonnegative(),
  /** Requests made, the lost ones included; 0 where none could be, say as the model's breaker is open. */
  attempts: z.int().nonnegative().max(1_000),
  /** Of the attempts, those whose end nobody saw, as their local-server died. */
  lostAttempts: z.int().nonnegative().max(1_000),
  /** Whether this is the task's fallback, asked because every other call had failed. */
  isFallback: z.boolean(),
  /** Only where a model was asked to judge the answer. */
  judgement: judgement.exactOptional(),
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
  /** Of a vote that has an answer. */
  vote: voteReport.exactOptional(),
  finishedAt: z.int().positive(),
  replyTo: z.string().nullable(),
  /** Of the span of its execution, where tracing is on. */
  traceparent: z.string().exactOptional(),
  /** See `executionQuery`; none is the first. */
  turn: z.int().positive().exactOptional(),
});
export type QueryOutcome = z.infer<typeof queryOutcome>;

/** A change of a model's circuit breaker in one local-server. */
export const breakerReport = z.strictObject({
  model: z.string(),
  /** `open`: the model failed too often; `closed`: it answered again. */
  state: z.enum(['open', 'closed']),
  /** Milliseconds since the epoch. */
  at: z.int().positive(),
  /** The last failure, for people; empty for a breaker that closed. */
  reason: z.string(),
});
export type BreakerReport = z.infer<typeof breakerReport>;

/** A job of the `observations` queue: what one flush of a local-server has to tell. */
export const observationsJob = z.strictObject({
  outcomes: z.array(queryOutcome),
  breakers: z.array(breakerReport).exactOptional(),
});
export type ObservationsJob = z.infer<typeof observationsJob>;
