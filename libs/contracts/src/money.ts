import { z } from 'zod';

/** An amount of money: a whole number of nano-dollars (1e-9 USD), at most 9 million dollars. */
export const nanoUsd = z.int().nonnegative();

/** What a provider charges. Dollars per million tokens, as price lists print them. */
export const price = z.strictObject({
  inputUsdPerMillionTokens: z.number().nonnegative(),
  outputUsdPerMillionTokens: z.number().nonnegative(),
  /** A fee per request, in dollars. */
  requestUsd: z.number().nonnegative().default(0),
});
export type Price = z.infer<typeof price>;
