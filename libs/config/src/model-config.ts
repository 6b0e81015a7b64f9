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

const ROOTS: Readonly<Record<string, string>> = {
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
};

const NO_OUTPUT_BOUND =
  'is missing: write the most tokens that an answer may have, such as 1024; every request says so to the provider, and what a call can cost is reserved by it';

/** A model as written; its name at the provider is its own unless `model` says otherwise. */
export const modelConfig = z
  .strictObject({
    provider: z
      .enum(['openai-compatible', 'azure-openai', 'anthropic', 'google'])
      .default('openai-compatible'),
    /** Anthropic and Google have one of their own. */
    baseUrl: baseUrl.exactOptional(),
    /** Azure's. */
    apiVersion: z.string().min(1).exactOptional(),
    model: z.string().min(1).exactOptional(),
    apiKeyEnv: apiKeyEnv.exactOptional(),
    price,
    /** `reported`: the `usage.cost` that the provider bills goes before price times tokens. */
    cost: z.enum(['price', 'reported']).default('price'),
    maxOutputTokens: z
      .int({ error: ({ input }) => (input === undefined ? NO_OUTPUT_BOUND : undefined) })
      .positive(),
    /** By which the bound of an answer is sent to an OpenAI-compatible API. */
    outputLimitField: z.enum(['max_tokens', 'max_completion_tokens']).exactOptional(),
    /** The most tokens that one image is counted as; without it the model is given no images. */
    maxImageTokens: z.int().positive().exactOptional(),
    /** Fields of a request beyond OpenAI's that this API understands, and that cost nothing more. */
    passOptions: z.array(z.string().min(1)).min(1).exactOptional(),
    /** What the provider allows a minute, kept across all local-servers. */
    limits: z
      .strictObject({
        requestsPerMinute: z.int().positive().exactOptional(),
        tokensPerMinute: z.int().positive().exactOptional(),
      })
      .exactOptional(),
  })
  .superRefine((written, context) => {
    for (const [field, message] of misfitsOf(written)) {
      context.addIssue({ code: 'custom', path: [field], message });
    }
  })
  .transform(({ baseUrl: root, ...rest }) => ({
    ...rest,
    baseUrl: root ?? ROOTS[rest.provider] ?? '',
  }));

interface Written {
  provider: string;
  baseUrl?: string;
  apiVersion?: string;
  cost: string;
  outputLimitField?: string;
}

function misfitsOf({ provider, baseUrl, apiVersion, cost, outputLimitField }: Written) {
  const isAzure = provider === 'azure-openai';
  const isOpenAi = isAzure || provider === 'openai-compatible';
  const faults: [string, string][] = [];
  if (baseUrl === undefined && isOpenAi)
    faults.push(['baseUrl', 'is missing: must be an address such as https://api.openai.com/v1']);
  if (isAzure && apiVersion === undefined)
    faults.push(['apiVersion', 'is missing: Azure asks for one, such as 2024-10-21']);
  if (!isAzure && apiVersion !== undefined)
    faults.push(['apiVersion', `is Azure's: leave it out for ${provider}`]);
  if (cost === 'reported' && provider !== 'openai-compatible')
    faults.push(['cost', `must be price: ${provider} does not say what it bills`]);
  if (!isOpenAi && outputLimitField !== undefined)
    faults.push(['outputLimitField', `is of OpenAI's protocol: leave it out for ${provider}`]);
  return faults;
}

/** A model with its defaults applied. */
export type ModelConfig = z.output<typeof modelConfig> & {
  /** The model's name at the provider. */
  readonly model: string;
};
