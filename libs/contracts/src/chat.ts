import { z } from 'zod';

/** One message of a conversation, in OpenAI's shape. */
export const chatMessage = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.string(),
});
export type ChatMessage = z.infer<typeof chatMessage>;

/** Text that a client attaches to a query, in OpenAI's limits; passed on to models and hooks. */
export const metadata = z
  .record(z.string().max(64), z.string().max(512))
  .refine((record) => Object.keys(record).length <= 16, 'at most 16 keys');
export type Metadata = z.infer<typeof metadata>;
