import { z } from 'zod';
import { chatMessage, chatOptions, metadata, type ChatOptions } from '#contracts';
import { ApiError } from '../http/api-error.js';

/** Clients may say null for what they don't want to say; in our own options it is left out. */
const options = Object.fromEntries(
  Object.entries(chatOptions.shape).map(([name, schema]) => [name, schema.nullish()]),
);

/** The body of `POST /v1/chat/completions`. */
export const chatRequest = z
  .object({
    ...options,
    model: z.string().min(1).describe('`purser/` and the name of a task.'),
    messages: z.array(chatMessage).min(1),
    stream: z.boolean().nullish(),
    stream_options: z
      .strictObject({
        include_usage: z.boolean().nullish(),
        include_obfuscation: z.literal(false).nullish(),
      })
      .nullish(),
    metadata: metadata
      .nullish()
      .describe('Passed on to hooks; keys that begin with `purser_` are wishes: see the docs.'),
    store: z.literal(false).nullish().describe('Purser keeps what the task says.'),
  })
  .catchall(z.json())
  .refine(({ stream, stream_options }) => !stream_options || stream === true, {
    message: 'only with stream: true',
    path: ['stream_options'],
  })
  .meta({
    id: 'ChatCompletionRequest',
    example: { model: 'purser/qa', messages: [{ role: 'user', content: 'What is 6 × 7?' }] },
  });
export type ChatRequest = z.infer<typeof chatRequest>;

/** The wishes of a request that models must honour. @throws {ApiError} 400 that names the wish */
export function optionsOf({
  model: _model,
  messages: _messages,
  stream: _stream,
  stream_options: _streamOptions,
  metadata: _metadata,
  store: _store,
  ...rest
}: ChatRequest): ChatOptions {
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  const parsed = chatOptions.safeParse(said);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue?.path.map(String).join('.') ?? null;
  const message = issue?.message ?? 'the options are not valid';
  throw new ApiError(400, 'invalid_request', `${param ?? ''}: ${message}`, param);
}
