import { z } from 'zod';

/** Text that every store and provider can hold: well-formed Unicode without NUL. */
export const text = z
  .string()
  .refine(isStorable, 'must be well-formed Unicode without NUL characters');

/** Fields of any JSON that every store can hold, in which all text is `text`. */
export const fields = z
  .record(z.string(), z.unknown())
  .refine(
    (value) => isStorableJson(value),
    'must be of well-formed Unicode without NUL characters',
  );

function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

function isStorableJson(value: unknown): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, entry]) => isStorable(key) && isStorableJson(entry));
}

const textPart = z.strictObject({ type: z.literal('text'), text });

/** An image by address (`https://…`) or by value (`data:image/png;base64,…`). */
const imagePart = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({
    url: text.min(1),
    detail: z.enum(['auto', 'low', 'high']).exactOptional(),
  }),
});

const textContent = z.union([text, z.array(textPart).min(1)]);
const userContent = z.union([
  text,
  z.array(z.discriminatedUnion('type', [textPart, imagePart])).min(1),
]);
const name = text.min(1).max(64).exactOptional();

/** A function that the model wants called; the arguments are JSON as the model wrote it. */
export const toolCall = z.strictObject({
  id: text.min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: text.min(1), arguments: text }),
});
export type ToolCall = z.infer<typeof toolCall>;

/** What the openai package reads from an answer and sends back with it; it is not sent on. */
const parsed = z
  .unknown()
  .refine(isStorableJson, 'must be of well-formed Unicode without NUL characters')
  .optional();

/** A tool call that a client sends back. */
const madeCall = toolCall.extend({
  function: toolCall.shape.function.extend({ parsed_arguments: parsed }),
});

/** What clients send back of an answer though it says nothing; it is not sent on. */
const nothing = z.union([z.null(), z.array(z.never()).max(0)]).exactOptional();

const assistantMessage = z
  .strictObject({
    role: z.literal('assistant'),
    content: textContent.nullish(),
    name,
    refusal: text.nullish(),
    tool_calls: z.array(madeCall).min(1).exactOptional(),
    parsed,
    annotations: nothing,
    audio: nothing,
    function_call: nothing,
  })
  .refine(
    ({ content, refusal, tool_calls }) => content ?? refusal ?? tool_calls,
    'an assistant message must have content, a refusal or tool_calls',
  );

/** One message of a conversation, in the shape of OpenAI's chat completions. */
export const chatMessage = z.discriminatedUnion('role', [
  z.strictObject({ role: z.enum(['system', 'developer']), content: textContent, name }),
  z.strictObject({ role: z.literal('user'), content: userContent, name }),
  assistantMessage,
  z.strictObject({ role: z.literal('tool'), content: textContent, tool_call_id: text.min(1) }),
]);
export type ChatMessage = z.infer<typeof chatMessage>;
export type ContentPart = Exclude<NonNullable<ChatMessage['content']>, string>[number];

/** The text of a message: its text parts on lines of their own; empty if it has none. */
export function textOf({ content }: Pick<ChatMessage, 'content'>): string {
  if (typeof content === 'string') return content;
  const texts = (content ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.join('\n');
}

/** Text that a client attaches to a query, in OpenAI's limits; passed on to models and hooks. */
export const metadata = z
  .record(text.max(64), text.max(512))
  .refine((record) => Object.keys(record).length <= 16, 'at most 16 keys');
export type Metadata = z.infer<typeof metadata>;
