import { z } from 'zod';
import { chatMessage, chatOptions, metadata, text, type ChatMessage } from '#contracts';

/** The body of `POST /v1/queries`. */
export const queryRequest = z
  .strictObject({
    task: z.string().min(1).describe('The name of a task in purser.yaml.'),
    input: text.min(1).optional().describe('The query as text; or give `messages`.'),
    messages: z.array(chatMessage).min(1).optional().describe('The query as a conversation.'),
    options: chatOptions
      .default({})
      .describe("What models are to honour, in OpenAI's words: temperature, tools, max_tokens…"),
    vector: z
      .array(z.number())
      .max(65_536)
      .optional()
      .describe('An embedding of the query, for a contextual task with a vectorSize.'),
    reference: text.optional().describe('The right answer, for evaluators that compare with one.'),
    metadata: metadata.default({}).describe('Passed on to models and hooks.'),
  })
  .refine((body) => (body.input === undefined) !== (body.messages === undefined), {
    message: 'give either input or messages',
    path: ['input'],
  })
  .meta({
    id: 'QueryRequest',
    example: { task: 'qa', input: 'What is 6 × 7? Answer with a number.', reference: '42' },
  });
export type QueryRequest = z.infer<typeof queryRequest>;

export function messagesOf(request: QueryRequest): ChatMessage[] {
  return request.messages ?? [{ role: 'user', content: request.input ?? '' }];
}
