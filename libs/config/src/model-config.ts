import { z } from 'zod';
import { price } from './price.js';

const LOOKS_LIKE_A_KEY = /^(sk|gsk|xai|hf|r8|pplx|AIza)[-_A-Za-z0-9]|^(?=.*[a-z])(?=.*\d).{20,}$/;

const apiKeyEnv = z.string().regex(/^[A-Z][A-Z0-9_]*_API_KEY$/, {
  error: ({ input }) =>
    typeof input === 'string' && LOOKS_LIKE_A_KEY.test(input)
      ? 'looks like a key itself: put the key into an environment variable of the local-server, say OPENAI_API_KEY, write that name here, and consider the key as leaked'
      : 'must be the name of an environment variable that ends with _API_KEY, such as OPENAI_API_KEY',
});

/** A provider's root, without what its API adds to it. */
const baseUrl = z
  .url({
    protocol: /^https?$/,
    error: 'must be an address such as https://api.openai.com/v1',
    abort: true,
  })
  .refine((url) => {
    const { username, password, search, hash } = new URL(url);
    return username + password + search + hash === '';
  }, 'must have no user, password, query or fragment: keys are named by apiKeyEnv')
  .transform((url) => url.replace(/\/+$/, ''));

/** A model as written; its name at the provider is its own unless `model` says otherwise. */
export const modelConfig = z.strictObject({
  provider: z.literal('openai-compatible').default('openai-compatible'),
  baseUrl,
  model: z.string().min(1).exactOptional(),
  apiKeyEnv: apiKeyEnv.exactOptional(),
  price,
  /** `reported`: the `usage.cost` that the provider bills goes before price times tokens. */
  cost: z.enum(['price', 'reported']).default('price'),
  maxOutputTokens: z.int().positive().default(1024),
});

/** A model with its defaults applied. */
export type ModelConfig = z.output<typeof modelConfig> & {
  /** The model's name at the provider. */
  readonly model: string;
};
