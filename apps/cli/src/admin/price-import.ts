import { isDeepStrictEqual } from 'node:util';
import { priceConfig } from '#config';
import type { Price } from '#contracts';
import { parsePriceMap, PriceMapError, type ListedModel } from '#llm';
import { UsageError } from '../replay/usage-error.js';

/** A model as `GET /admin/v1/models` answers it. */
export interface ModelEntry {
  readonly name: string;
  readonly config: {
    readonly provider?: string;
    readonly baseUrl?: string;
    readonly model?: string;
    readonly price: object;
  };
}

/** What a price map means for one model of the service. */
export interface PriceChange {
  readonly model: string;
  /** `none`: it costs that already. `not-listed`: it keeps its price. */
  readonly change: 'set' | 'none' | 'not-listed';
  readonly listed_as?: string;
  /** As written now, and as it would be. */
  readonly before?: object;
  readonly price?: Price;
}

/** LiteLLM's names of the providers that are known by their address. */
const BY_HOST: Readonly<Record<string, string>> = {
  'api.openai.com': 'openai',
  'openrouter.ai': 'openrouter',
  'api.groq.com': 'groq',
  'api.together.xyz': 'together_ai',
  'api.fireworks.ai': 'fireworks_ai',
  'api.deepseek.com': 'deepseek',
  'api.mistral.ai': 'mistral',
  'api.x.ai': 'xai',
};
const BY_PROVIDER: Readonly<Record<string, string>> = {
  'azure-openai': 'azure',
  anthropic: 'anthropic',
  google: 'gemini',
};

/**
 * What a price map in LiteLLM's format changes. A model takes the price of its own provider alone, or
 * that of an entry that names no provider: the same model is sold at many prices.
 * @param names what models are called in the map, where that is not their name at their provider
 * @throws {UsageError} for a map with a wanted model that has no price, for names that there are not,
 *   and for a map that has none of the models
 */
export function priceImport(
  json: string,
  models: readonly ModelEntry[],
  names: ReadonlyMap<string, string>,
): PriceChange[] {
  for (const model of names.keys()) {
    if (!models.some(({ name }) => name === model))
      throw new UsageError(`there is no model ${model}: see purser models list`);
  }
  const listings = models.map((model) => ({ model, listing: listingOf(model, names) }));
  const listed = listedModels(json, (name, provider) =>
    listings.some(({ listing }) => listing.names.includes(name) && listing.isBy(provider)),
  );
  if (listed.length === 0 && names.size === 0)
    throw new UsageError('the map lists none of the models: say how it calls them, as model=name');
  return listings.map(({ model, listing }) => {
    const found = listing.names.flatMap((name) =>
      listed.filter((one) => one.name === name && listing.isBy(one.provider)),
    )[0];
    if (found === undefined && names.has(model.name))
      throw new UsageError(`the map lists no chat model ${names.get(model.name)}`);
    return changeOf(model, found);
  });
}

/** What a model may be called in a map, the likeliest first, and by which provider. */
interface Listing {
  readonly names: readonly string[];
  isBy(provider: string | null): boolean;
}

function listingOf({ name, config }: ModelEntry, names: ReadonlyMap<string, string>): Listing {
  const given = names.get(name);
  if (given !== undefined) return { names: [given], isBy: () => true };
  const sold = config.model ?? name;
  const own =
    BY_PROVIDER[config.provider ?? ''] ?? BY_HOST[new URL(config.baseUrl ?? 'none:').hostname];
  return {
    names: own === undefined ? [name, sold] : [`${own}/${sold}`, sold, name],
    isBy: (provider) => provider === null || provider === own,
  };
}

function listedModels(json: string, isWanted: Parameters<typeof parsePriceMap>[1]): ListedModel[] {
  try {
    return parsePriceMap(json, isWanted);
  } catch (error) {
    if (error instanceof PriceMapError) throw new UsageError(error.message);
    throw error;
  }
}

function changeOf({ name, config }: ModelEntry, listed: ListedModel | undefined): PriceChange {
  if (listed === undefined) return { model: name, change: 'not-listed' };
  const { price } = listed;
  const isSame = isDeepStrictEqual(priceConfig.parse(config.price), price);
  const change = isSame ? 'none' : 'set';
  return { model: name, change, listed_as: listed.name, before: config.price, price };
}
