import { z } from 'zod';
import { finishReason, toolCall } from '#contracts';
import { voteView } from '../votes/vote-view.js';

/** One call of a query, as clients see it. */
const callView = z.strictObject({
  model: z.string(),
  status: z.enum(['succeeded', 'failed']),
  answer: z.string().nullable(),
  answer_sha256: z
    .string()
    .nullable()
    .describe('What is left of the answer where its task stores hashes.'),
  refusal: z.string().nullable().describe('What the model said instead of an answer.'),
  tool_calls: z.array(toolCall).describe('The functions that the model wants called.'),
  logprobs: z.json().nullable(),
  finish_reason: finishReason.nullable(),
  score: z.number().nullable().describe("The evaluator's, in [0, 1]."),
  judgement: z
    .strictObject({
      model: z.string(),
      reason: z.string().nullable().describe('Why it marked as it did, in its words.'),
      cost_usd: z.number().nullable(),
      input_tokens: z.int().nullable(),
      output_tokens: z.int().nullable(),
      latency_ms: z.number(),
      attempts: z.int(),
    })
    .nullable()
    .describe("What a model that judged the answer came to; its cost is part of the call's."),
  reward: z.number().nullable().describe('What counts: ratings, else the score, else the default.'),
  cost_usd: z.number().nullable(),
  input_tokens: z.int().nullable(),
  cached_input_tokens: z.int().nullable().describe('Of the input tokens.'),
  output_tokens: z.int().nullable(),
  reasoning_tokens: z.int().nullable().describe('Of the output tokens.'),
  latency_ms: z.number(),
  attempts: z.int(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
});

/** A query, as clients see it. */
export const queryView = z
  .strictObject({
    id: z.uuid(),
    task: z.string(),
    status: z.enum(['pending', 'answered', 'failed']),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    answer: z.string().nullable().describe('The answer that is served.'),
    model: z.string().nullable().describe('The model that gave it.'),
    vote: voteView.nullable().describe('What the models voted; null for tasks that do not vote.'),
    round_id: z.uuid().describe('Of the decision: see GET /v1/rounds/{id}.'),
    reward: z.number().nullable().describe("The round's, once that of each answer is known."),
    cost_usd: z.number().nullable().describe('All calls together; null while pending.'),
    candidates: z
      .array(
        z.strictObject({ model: z.string(), answer: z.string(), score: z.number().nullable() }),
      )
      .describe('Every answer that was given, in call order.'),
    calls: z.array(callView),
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    text: z
      .strictObject({
        kept: z
          .enum(['full', 'hash', 'none'])
          .describe('Whether the texts are here, SHA-256 of them, or nothing.'),
        erased_at: z.iso.datetime().nullable(),
        message_sha256: z.array(z.string()).nullable().describe('Of the messages sent.'),
      })
      .describe(
        'What is kept of the texts: as its task says in store and retentionDays. Where they are erased, answers are null and candidates empty.',
      ),
    rating_url: z
      .url()
      .exactOptional()
      .describe('Where a person may rate the answer, if the task has ratingLinks.'),
  })
  .meta({ id: 'Query' });
export type QueryView = z.infer<typeof queryView>;
export type CallView = QueryView['calls'][number];
