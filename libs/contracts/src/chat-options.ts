import { z } from 'zod';
import { text } from './chat.js';

const jsonSchema = z.record(z.string(), z.json());

const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: text.regex(/^[\w.:-]{1,128}$/, 'must have 1 to 128 letters, digits, _, -, . or :'),
    description: text.exactOptional(),
    parameters: jsonSchema.exactOptional(),
    strict: z.boolean().nullable().exactOptional(),
  }),
});
export type Tool = z.infer<typeof tool>;

const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({
    type: z.literal('function'),
    function: z.strictObject({ name: text.min(1) }),
  }),
]);

const responseFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: text.min(1).max(64),
      description: text.exactOptional(),
      schema: jsonSchema.exactOptional(),
      strict: z.boolean().nullable().exactOptional(),
    }),
  }),
]);

const tokens = z.int().positive();
const penalty = z.number().min(-2).max(2);

/**
 * The wishes that a chat request may carry besides its messages, in OpenAI's words. An unknown key
 * is kept: whether a model honours an option is for `unsupportedOptions` of `#llm` to say, by name.
 */
export const chatOptions = z
  .object({
    temperature: z.number().min(0).max(2),
    top_p: z.number().min(0).max(1),
    /** Either is an upper bound of the answer's tokens; so is the model's `maxOutputTokens`. */
    max_tokens: tokens,
    max_completion_tokens: tokens,
    n: z.literal(1),
    stop: z.union([text.min(1), z.array(text.min(1)).min(1).max(16)]),
    seed: z.int(),
    presence_penalty: penalty,
    frequency_penalty: penalty,
    logit_bias: z.record(z.string().regex(/^\d+$/), z.number().min(-100).max(100)),
    logprobs: z.boolean(),
    top_logprobs: z.int().min(0).max(20),
    tools: z.array(tool).min(1).max(128),
    tool_choice: toolChoice,
    parallel_tool_calls: z.boolean(),
    response_format: responseFormat,
    reasoning_effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']),
    verbosity: z.enum(['low', 'medium', 'high']),
    user: text.max(512),
  })
  .partial()
  .catchall(z.json())
  .refine(isStorable, 'must be well-formed Unicode without NUL characters');
export type ChatOptions = z.infer<typeof chatOptions>;

/** Whether PostgreSQL can hold all of the text in a value. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return text.safeParse(value).success;
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, each]) => isStorable(key) && isStorable(each));
}
