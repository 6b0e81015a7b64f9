import { z } from 'zod';
import { storableText } from './storable-text.js';
import { usage } from './usage.js';

/** OpenAI's answer to a chat request, as far as Purser reads it. No content is an empty answer. */
export const chatCompletion = z
  .object({
    choices: z
      .array(z.object({ message: z.object({ content: z.string().nullish() }) }))
      .min(1, 'must hold a choice'),
    usage,
  })
  .transform((body) => ({
    answer: storableText(body.choices[0]?.message.content ?? ''),
    usage: body.usage,
  }));
