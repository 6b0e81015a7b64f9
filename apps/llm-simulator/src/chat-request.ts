import { z } from 'zod';
import type { Asked } from './asked.js';
import { chosenOf, parameters } from './tool.js';

const textPart = z.looseObject({ type: z.string(), text: z.string().optional() });

/** OpenAI's chat request, as far as the simulator heeds it. */
export const chatRequest = z.looseObject({
  model: z.string().min(1),
  messages: z
    .array(
      z.looseObject({
        role: z.string(),
        content: z.union([z.string(), z.array(textPart)]).nullish(),
      }),
    )
    .min(1),
  tools: z
    .array(
      z.looseObject({
        function: z.looseObject({ name: z.string(), parameters: parameters.optional() }),
      }),
    )
    .nullish(),
  tool_choice: z
    .union([z.string(), z.looseObject({ function: z.looseObject({ name: z.string() }) })])
    .nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});
export type ChatRequest = z.infer<typeof chatRequest>;

/** A model that was told what a tool made of its call does not call again. */
export function askedIn(request: ChatRequest): Asked {
  const { model, messages, metadata, stream, tools, tool_choice: choice } = request;
  const mayCall = choice !== 'none' && messages.at(-1)?.role !== 'tool';
  const offered = (tools ?? []).map(({ function: { name, parameters: schema } }) => ({
    name,
    parameters: schema ?? null,
  }));
  return {
    model,
    text: lastUserText(messages),
    metadata: metadata ?? null,
    tools: mayCall
      ? chosenOf(offered, typeof choice === 'object' ? choice?.function.name : undefined)
      : [],
    isStreamed: stream ?? false,
  };
}

/** The text of the last message of the user's, or of the last at all where the user has none. */
function lastUserText(messages: ChatRequest['messages']): string {
  const content = (messages.findLast(({ role }) => role === 'user') ?? messages.at(-1))?.content;
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('');
}
