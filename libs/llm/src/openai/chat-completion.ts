import { z } from 'zod';
import type { AnswerDetails, FinishReason } from '#contracts';
import { storableCall } from '../answer-assembly.js';
import type { ProviderAnswer } from '../completion.js';
import { storableText } from '../storable-text.js';
import { usage } from '../usage.js';

const toolCall = z.object({
  id: z.string().min(1),
  type: z.literal('function').default('function'),
  function: z.object({ name: z.string().min(1), arguments: z.string().default('') }),
});

/** Words that some providers have of their own; what is unknown is a plain end. */
const FINISH: Readonly<Record<string, FinishReason>> = {
  length: 'length',
  max_tokens: 'length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  content_filter: 'content_filter',
};

export function finishReasonOf(said: string | null | undefined): FinishReason | null {
  return typeof said === 'string' ? (FINISH[said] ?? 'stop') : null;
}

/** Usage that makes no sense is as good as none: the call is then charged by its bound. */
export const saidUsage = usage.nullish().catch(undefined);

/** OpenAI's answer to a chat request, as far as Purser reads it. No content is an empty answer. */
export const chatCompletion = z
  .object({
    choices: z
      .array(
        z.object({
          message: z.object({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            tool_calls: z.array(toolCall).nullish(),
          }),
          finish_reason: z.string().nullish(),
          logprobs: z.json().nullish(),
        }),
      )
      .min(1, 'must hold a choice'),
    usage: saidUsage,
  })
  .transform(({ choices, usage: used }): ProviderAnswer => {
    const [choice] = choices;
    const details: AnswerDetails = {
      ...(choice?.message.refusal && { refusal: storableText(choice.message.refusal) }),
      ...(choice?.message.tool_calls?.length && {
        toolCalls: choice.message.tool_calls.map(storableCall),
      }),
      ...(choice?.logprobs && { logprobs: choice.logprobs }),
    };
    return {
      answer: storableText(choice?.message.content ?? ''),
      details: Object.keys(details).length > 0 ? details : null,
      finishReason: finishReasonOf(choice?.finish_reason),
      usage: used ?? undefined,
    };
  });
