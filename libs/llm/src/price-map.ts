import { z } from 'zod';
import type { Price } from '#contracts';

/** What a price map says of a model. */
export interface ListedModel {
  /** Its name in the map, such as `gpt-4o-mini` or `openrouter/openai/gpt-4o`. */
  name: string;
  /** LiteLLM's name of the provider, `litellm_provider`; null where the map does not say. */
  provider: string | null;
  price: Price;
  maxOutputTokens: number | null;
}

/** A price map that can't be used; the message names every fault. */
export class PriceMapError extends Error {
  override readonly name = 'PriceMapError';

  constructor(readonly faults: readonly string[]) {
    super(`the price map cannot be used:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  }
}

const PER_MILLION = 1e6;
/** A token that cost more than a tenth of a dollar would be a slip of the unit. */
const MAX_USD_PER_TOKEN = 0.1;

const usdPerToken = z.number().nonnegative().max(MAX_USD_PER_TOKEN);
const tokens = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

const entry = z.looseObject({
  input_cost_per_token: usdPerToken,
  output_cost_per_token: usdPerToken,
  cache_read_input_token_cost: usdPerToken.nullish(),
  cache_creation_input_token_cost: usdPerToken.nullish(),
  input_cost_per_request: z.number().nonnegative().nullish(),
  max_output_tokens: tokens.nullish(),
  litellm_provider: z.string().nullish(),
  mode: z.string().nullish(),
});

/** LiteLLM's own map begins with an entry that explains the fields. */
const SPECIMEN = 'sample_spec';
/** Models of other kinds (images, speech, embeddings) are not for chat; no `mode` is taken for chat. */
const CHAT_MODES: readonly unknown[] = [undefined, null, 'chat', 'responses'];

/**
 * The chat models of a price map in LiteLLM's format, `{"model": {"input_cost_per_token": …}}`.
 * @param isWanted of a model's name and LiteLLM's name of its provider: others are not read, so that
 *   a public map may list models that have no price
 * @throws PriceMapError that names every wanted model whose price is missing or can't be
 */
export function parsePriceMap(
  json: string,
  isWanted: (name: string, provider: string | null) => boolean = () => true,
): ListedModel[] {
  const map = z.record(z.string(), z.unknown()).safeParse(jsonOf(json));
  if (!map.success) throw new PriceMapError(['must be an object of models by name']);
  const chatModels = Object.entries(map.data).filter(
    ([name, written]) => name !== SPECIMEN && isForChat(written),
  );
  if (chatModels.length === 0) throw new PriceMapError(['names no chat model']);
  const faults: string[] = [];
  const models = chatModels.flatMap(([name, written]) => {
    if (!isWanted(name, providerOf(written))) return [];
    const read = entry.safeParse(written);
    if (read.success) return [listed(name, read.data)];
    faults.push(...read.error.issues.map((issue) => faultOf(name, issue)));
    return [];
  });
  if (faults.length > 0) throw new PriceMapError(faults);
  return models;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PriceMapError([`is not JSON: ${(error as Error).message}`]);
  }
}

function isForChat(written: unknown): boolean {
  const mode = (written as { mode?: unknown } | null)?.mode;
  return CHAT_MODES.includes(mode);
}

function providerOf(written: unknown): string | null {
  const provider = (written as { litellm_provider?: unknown } | null)?.litellm_provider;
  return typeof provider === 'string' ? provider : null;
}

function faultOf(
  name: string,
  { path, message }: { path: PropertyKey[]; message: string },
): string {
  return `${[name, ...path.map(String)].join('.')}: ${message}`;
}

type Entry = z.infer<typeof entry>;

/** Of two prices by the length of the input the dearer one is taken: the other would bound no call. */
function listed(name: string, written: Entry): ListedModel {
  const side = (field: string): number => dearest(written, field);
  const cached = written.cache_read_input_token_cost;
  const cacheWrite = written.cache_creation_input_token_cost;
  return {
    name,
    provider: written.litellm_provider ?? null,
    price: {
      inputUsdPerMillionTokens: perMillion(side('input_cost_per_token')),
      outputUsdPerMillionTokens: perMillion(side('output_cost_per_token')),
      ...(typeof cached === 'number' && {
        cachedInputUsdPerMillionTokens: perMillion(side('cache_read_input_token_cost')),
      }),
      ...(typeof cacheWrite === 'number' && {
        cacheWriteUsdPerMillionTokens: perMillion(side('cache_creation_input_token_cost')),
      }),
      requestUsd: written.input_cost_per_request ?? 0,
    },
    maxOutputTokens: written.max_output_tokens ?? null,
  };
}

/** The highest of a field and its variants for long inputs, `…_above_200k_tokens`. */
function dearest(written: Entry, field: string): number {
  const variants = Object.entries(written).flatMap(([name, value]) =>
    (name === field || name.startsWith(`${field}_above_`)) && typeof value === 'number'
      ? [value]
      : [],
  );
  return Math.max(...variants);
}

/** 0.00000015 dollars a token is 0.15 a million, not 0.15 and a rounding error. */
function perMillion(perToken: number): number {
  return Number((perToken * PER_MILLION).toPrecision(12));
}
