import { z } from 'zod';
import { finishReason, toolCall } from '#contracts';
import { voteView } from '../votes/vote-view.js';

/** The tokens of all calls of a query together, and what they cost. */
const chatUsage = z.strictObject({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  prompt_tokens_details: z.strictObject({ cached_tokens: z.int() }),
  completion_tokens_details: z.strictObject({ reasoning_tokens: z.int() }),
  cost_usd: z.number().describe('Of all calls of the query together.'),
});
export type ChatUsage = z.infer<typeof chatUsage>;

/** What OpenAI's shape has no place for. */
const chatRound = z.strictObject({
  query_id: z.uuid().describe('For ratings: POST /v1/feedback.'),
  round_id: z.uuid().describe('For the explanation: GET /v1/rounds/{id}.'),
  models: z.array(z.string()).describe('Who gave each of the choices.'),
  rating_url: z
    .url()
    .exactOptional()
    .describe('Where a person may rate the answer, if the task has ratingLinks.'),
  vote: voteView.exactOptional().describe('Of a task whose models vote.'),
});
export type ChatRound = z.infer<typeof chatRound>;

const choice = z.strictObject({
  index: z.int(),
  message: z.strictObject({
    role: z.literal('assistant'),
    content: z.string().nullable(),
    refusal: z.string().nullable(),
    tool_calls: z.array(toolCall).exactOptional(),
  }),
  logprobs: z.json().nullable(),
  finish_reason: finishReason,
});
export type ChatChoice = z.infer<typeof choice>;

/** An answer in OpenAI's shape; several models' answers are several choices. */
export const chatCompletion = z
  .strictObject({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.int().describe('Seconds since the epoch.'),
    model: z.string().describe('As asked for.'),
    choices: z.array(choice),
    usage: chatUsage,
    purser: chatRound,
  })
  .meta({ id: 'ChatCompletion' });
export type ChatCompletion = z.infer<typeof chatCompletion>;

export function completionId(queryId: string): string {
  return `chatcmpl-${queryId}`;
}

export function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1_000);
}
