import { z } from 'zod';
import { price } from './money.js';

/**
 * The name of the environment variable of the local-server that holds a provider's key.
 * The ending is fixed so that a job can never make a worker send another secret.
 */
export const apiKeyEnv = z.string().regex(/^[A-Z][A-Z0-9_]*_API_KEY$/, 'must end with _API_KEY');

/**
 * The protocol that a provider speaks. `openai-compatible`: OpenAI, OpenRouter, vLLM, Ollama and
 * most others. `azure-openai`: the same by deployment, with an `api-version`.
 */
export const provider = z.enum(['openai-compatible', 'azure-openai', 'anthropic', 'google']);
export type Provider = z.infer<typeof provider>;

/** What a provider lets one customer do with a model in a minute; kept across all local-servers. */
export const rateLimits = z.strictObject({
  requestsPerMinute: z.int().positive().exactOptional(),
  /** Input and output together. */
  tokensPerMinute: z.int().positive().exactOptional(),
});
export type RateLimits = z.infer<typeof rateLimits>;

/** All that a local-server needs to call a model, but for the key itself. */
export const modelSpec = z.strictObject({
  provider,
  /**
   * The provider's root: up to and without `/chat/completions` (OpenAI), `/openai` (Azure),
   * `/messages` (Anthropic) or `/models` (Google).
   */
  baseUrl: z.url(),
  /** Azure's `api-version`; other providers have none. */
  apiVersion: z.string().min(1).exactOptional(),
  /** The model's name at the provider; Azure's deployment. */
  upstreamModel: z.string().min(1),
  apiKeyEnv: apiKeyEnv.optional(),
  price,
  /** `reported`: prefer the `usage.cost` (dollars) that the provider bills, as OpenRouter does. */
  cost: z.enum(['price', 'reported']),
  /** Sent upstream as the bound of every answer, its reasoning included. */
  maxOutputTokens: z.int().positive(),
  /** The field by which the bound is sent to an OpenAI-compatible API; `max_tokens` by default. */
  outputLimitField: z.enum(['max_tokens', 'max_completion_tokens']).exactOptional(),
  /** The most tokens that one image is counted as; a model without it is given no images. */
  maxImageTokens: z.int().positive().exactOptional(),
  /** Fields of a request beyond OpenAI's that this API understands, and that cost nothing more. */
  passOptions: z.array(z.string().min(1)).exactOptional(),
  limits: rateLimits.exactOptional(),
});
export type ModelSpec = z.infer<typeof modelSpec>;
