import { z } from 'zod';
import { finishReason, queryOutcome } from './observations.js';

/** What a piece of a stream adds to the answer. */
export const answerDelta = z.strictObject({
  content: z.string().exactOptional(),
  refusal: z.string().exactOptional(),
  /** `index` names the call that it belongs to; `id` and `name` come with the first of its pieces. */
  toolCall: z
    .strictObject({
      index: z.int().nonnegative(),
      id: z.string().exactOptional(),
      name: z.string().exactOptional(),
      arguments: z.string(),
    })
    .exactOptional(),
  logprobs: z.json().exactOptional(),
});
export type AnswerDelta = z.infer<typeof answerDelta>;

/**
 * A piece of the answer that a model is giving. Pieces count from 0 for each position: one that is
 * missing is a gap, which only the outcome's full answer repairs.
 */
export const answerChunk = z.strictObject({
  queryId: z.uuid(),
  /** Of the call in the combination. */
  position: z.int().nonnegative(),
  model: z.string(),
  sequence: z.int().nonnegative(),
  delta: answerDelta,
  /** On the last piece. */
  finishReason: finishReason.exactOptional(),
});
export type AnswerChunk = z.infer<typeof answerChunk>;

/** One execution of a query: its only one, 0, unless its user asks for one answer after another. */
const queryTurn = z.strictObject({ queryId: z.uuid(), turn: z.int().nonnegative() });
export type QueryTurn = z.infer<typeof queryTurn>;

/**
 * What goes over the channel. To a waiting replica: `chunks`, pieces of answers that are being
 * given; `outcomes`, the answers themselves, sent by the local-server before they are committed;
 * `settled`, the queries whose outcome PostgreSQL now holds, sent by the learner. To the
 * local-servers: `cancelled`, the turns of queries that nobody waits for any more. The channel may lose any
 * of them; the truth is in PostgreSQL.
 */
export const reply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chunks'), chunks: z.array(answerChunk) }),
  z.strictObject({ kind: z.literal('outcomes'), outcomes: z.array(queryOutcome) }),
  z.strictObject({ kind: z.literal('settled'), queryIds: z.array(z.uuid()) }),
  z.strictObject({ kind: z.literal('cancelled'), turns: z.array(queryTurn) }),
]);
export type Reply = z.infer<typeof reply>;

/** The topic on which the local-servers hear of queries that are cancelled. */
export const CANCELLATIONS = 'cancellations';
