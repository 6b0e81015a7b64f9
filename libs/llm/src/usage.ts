import { z } from 'zod';

const MAX_BILLED_USD = 1e6;

/** What a call used up. */
export interface Usage {
  inputTokens: number;
  outputTokens: number;
  /** Dollars, where the provider bills them in its answer. */
  billedUsd: number | undefined;
}

const tokens = z.int().nonnegative();

/** The `usage` of OpenAI's answers, with OpenRouter's `cost`; a cost that cannot be true is ignored. */
export const usage = z
  .object({
    prompt_tokens: tokens,
    completion_tokens: tokens.default(0),
    cost: z.number().nonnegative().max(MAX_BILLED_USD).optional().catch(undefined),
  })
  .transform((raw): Usage => ({
    inputTokens: raw.prompt_tokens,
    outputTokens: raw.completion_tokens,
    billedUsd: raw.cost,
  }));

const billedBody = z.object({ usage });

/** The usage that any body, an error's too, tells of; undefined where it tells none. */
export function usageIn(body: unknown): Usage | undefined {
  return billedBody.safeParse(body).data?.usage;
}
