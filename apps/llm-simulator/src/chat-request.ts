import { z } from 'zod';

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
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  /** `record_id` is the id of the query in the world that is played, `task` its task there. */
  metadata: z.record(z.string(), z.string()).nullish(),
});
export type ChatRequest = z.infer<typeof chatRequest>;

/** The text of the last message of the user's, or of the last at all where the user has none. */
export function lastUserText({ messages }: Pick<ChatRequest, 'messages'>): string {
  const content = (messages.findLast(({ role }) => role === 'user') ?? messages.at(-1))?.content;
  if (typeof content === 'string') return content;
  return (content ?? []).map(({ text }) => text ?? '').join('');
}
