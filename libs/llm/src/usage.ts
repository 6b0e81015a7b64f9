import { z } from 'zod';

const MAX_BILLED_USD = 1e6;

/** What a call used up. Of the input tokens some are cached or written to the cache, none both. */
export interface Usage {
  /** All of them, the cached ones and those written to the cache included. */
  inputTokens: number;
  /** Read from the provider's prompt cache. */
  cachedInputTokens: number;
  /** Written to the provider's prompt cache. */
  cacheWriteTokens: number;
  /** All of them, those spent on thinking included. */
  outputTokens: number;
  reasoningTokens: number;
  /** Dollars, where the provider bills them in its answer. */
  billedUsd: number | undefined;
}

const MAX_TOKENS = 2 ** 31 - 1;
const tokens = z.int().nonnegative().max(MAX_TOKENS);
const detail = tokens.nullish().catch(undefined);

/** The `usage` of OpenAI's answers, with OpenRouter's `cost`; a cost that cannot be true is ignored. */
export const usage = z
  .object({
    prompt_tokens: tokens,
    completion_tokens: tokens.default(0),
    cost: z.number().nonnegative().max(MAX_BILLED_USD).optional().catch(undefined),
    prompt_tokens_details: z
      .object({ cached_tokens: detail, cache_write_tokens: detail })
      .nullish()
      .catch(undefined),
    completion_tokens_details: z.object({ reasoning_tokens: detail }).nullish().catch(undefined),
  })
  .transform((raw): Usage => {
    const cached = Math.min(raw.prompt_tokens_details?.cached_tokens ?? 0, raw.prompt_tokens);
    const written = raw.prompt_tokens_details?.cache_write_tokens ?? 0;
    return {
      inputTokens: raw.prompt_tokens,
      cachedInputTokens: cached,
      cacheWriteTokens: Math.min(written, raw.prompt_tokens - cached),
      outputTokens: raw.completion_tokens,
      reasoningTokens: raw.completion_tokens_details?.reasoning_tokens ?? 0,
      billedUsd: raw.cost,
    };
  });

const billedBody = z.object({ usage });

/** The usage that any body, an error's too, tells of; undefined where it tells none. */
export function usageIn(body: unknown): Usage | undefined {
  return billedBody.safeParse(body).data?.usage;
}
