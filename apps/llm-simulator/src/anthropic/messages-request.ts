import { z } from 'zod';
import type { Asked } from '../asked.js';
import { chosenOf, parameters } from '../tool.js';

const block = z.looseObject({ type: z.string(), text: z.string().optional() });

/** Anthropic's request for a message, as far as the simulator heeds it. */
export const messagesRequest = z.looseObject({
  model: z.string().min(1),
  max_tokens: z.int().positive(),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['user', 'assistant']),
        content: z.union([z.string(), z.array(block)]),
      }),
    )
    .min(1),
  tools: z
    .array(z.looseObject({ name: z.string(), input_schema: parameters.optional() }))
    .optional(),
  tool_choice: z.looseObject({ type: z.string(), name: z.string().optional() }).optional(),
  stream: z.boolean().optional(),
});
export type MessagesRequest = z.infer<typeof messagesRequest>;

/** A model that was told what a tool made of its call does not call again. */
export function askedIn(request: MessagesRequest): Asked {
  const { model, messages, tools, tool_choice: choice, stream } = request;
  const wasTold = blocksOf(messages.at(-1)).some(({ type }) => type === 'tool_result');
  const offered = (tools ?? []).map(({ name, input_schema: schema }) => ({
    name,
    parameters: schema ?? null,
  }));
  return {
    model,
    text: lastUserText(messages),
    metadata: null,
    tools: wasTold || choice?.type === 'none' ? [] : chosenOf(offered, choice?.name),
    isStreamed: stream ?? false,
  };
}

type Message = MessagesRequest['messages'][number];

function blocksOf(message: Message | undefined): z.infer<typeof block>[] {
  const content = message?.content ?? '';
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function lastUserText(messages: readonly Message[]): string {
  const texts = messages
    .filter(({ role }) => role === 'user')
    .map((message) => blocksOf(message).flatMap(({ text }) => text ?? []));
  return texts.findLast((each) => each.length > 0)?.join('') ?? '';
}
