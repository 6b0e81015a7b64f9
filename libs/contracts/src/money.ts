import { z } from 'zod';

/** An amount of money: a whole number of nano-dollars (1e-9 USD), at most 9 million dollars. */
export const nanoUsd = z.int().nonnegative();

const usd = z.number().nonnegative();

/** What a provider charges. Dollars per million tokens, as price lists print them. */
export const price = z.strictObject({
  inputUsdPerMillionTokens: usd,
  outputUsdPerMillionTokens: usd,
  /** Input that the provider had in its prompt cache; the input's price by default. */
  cachedInputUsdPerMillionTokens: usd.exactOptional(),
  /** Input that the provider wrote to its prompt cache; the input's price by default. */
  cacheWriteUsdPerMillionTokens: usd.exactOptional(),
  /** A fee per request, in dollars. */
  requestUsd: usd.default(0),
});
export type Price = z.infer<typeof price>;
