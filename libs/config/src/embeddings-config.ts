import { z } from 'zod';

/**
 * Where queries are turned into vectors: an OpenAI-compatible API that asks for no key, such as one of
 * vLLM, Ollama or Text Embeddings Inference beside the service.
 */
export const embeddingsConfig = z.strictObject({
  /** Up to and without `/embeddings`. */
  baseUrl: z.url(),
  model: z.string().min(1),
  /** A query whose vector takes longer is known by its words. */
  timeoutMs: z.int().positive().max(10_000).default(300),
});
export type EmbeddingsConfig = z.output<typeof embeddingsConfig>;
