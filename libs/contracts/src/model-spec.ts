import { z } from 'zod';
import { price } from './money.js';

/**
 * The name of the environment variable of the local-server that holds a provider's key.
 * The ending is fixed so that a job can never make a worker send another secret.
 */
export const apiKeyEnv = z.string().regex(/^[A-Z][A-Z0-9_]*_API_KEY$/, 'must end with _API_KEY');

/** All that a local-server needs to call a model, but for the key itself. */
export const modelSpec = z.strictObject({
  provider: z.literal('openai-compatible'),
  /** The provider's root, up to and without `/chat/completions`. */
  baseUrl: z.url(),
  /** The model's name at the provider. */
  upstreamModel: z.string().min(1),
  apiKeyEnv: apiKeyEnv.optional(),
  price,
  /** `reported`: prefer the `usage.cost` (dollars) that the provider bills, as OpenRouter does. */
  cost: z.enum(['price', 'reported']),
  /** Sent upstream as `max_tokens`. */
  maxOutputTokens: z.int().positive(),
});
export type ModelSpec = z.infer<typeof modelSpec>;
