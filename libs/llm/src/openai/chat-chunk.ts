import { z } from 'zod';
import type { AnswerDelta } from '#contracts';
import { saidUsage } from './chat-completion.js';

const toolCallPiece = z.object({
  index: z.int().nonnegative().default(0),
  id: z.string().nullish(),
  function: z
    .object({ name: z.string().nullish(), arguments: z.string().nullish() })
    .nullish()
    .transform((piece) => piece ?? {}),
});

/** A chunk of OpenAI's stream, as far as Purser reads it: the last one may hold usage alone. */
export const chatChunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            tool_calls: z.array(toolCallPiece).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
        logprobs: z.json().nullish(),
      }),
    )
    .default([]),
  usage: saidUsage,
});
type Choice = z.infer<typeof chatChunk>['choices'][number];

/** What the chunk adds to the answer; nothing for a chunk that only opens or ends it. */
export function deltasOf({ delta, logprobs }: Choice): AnswerDelta[] {
  const said: AnswerDelta = {
    ...(delta?.content && { content: delta.content }),
    ...(delta?.refusal && { refusal: delta.refusal }),
    ...(logprobs && { logprobs }),
  };
  const calls = (delta?.tool_calls ?? []).map(({ index, id, function: piece }) => ({
    toolCall: {
      index,
      ...(id && { id }),
      ...(piece.name && { name: piece.name }),
      arguments: piece.arguments ?? '',
    },
  }));
  return Object.keys(said).length > 0 ? [said, ...calls] : calls;
}
