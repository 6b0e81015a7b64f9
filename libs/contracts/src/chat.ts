import { z } from 'zod';

/** Text that every store and provider can hold: well-formed Unicode without NUL. */
export const text = z
  .string()
  .refine(
    (value) => value.isWellFormed() && !value.includes('\0'),
    'must be well-formed Unicode without NUL characters',
  );

/** One message of a conversation, in OpenAI's shape. */
export const chatMessage = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: text,
});
export type ChatMessage = z.infer<typeof chatMessage>;

/** Text that a client attaches to a query, in OpenAI's limits; passed on to models and hooks. */
export const metadata = z
  .record(text.max(64), text.max(512))
  .refine((record) => Object.keys(record).length <= 16, 'at most 16 keys');
export type Metadata = z.infer<typeof metadata>;
