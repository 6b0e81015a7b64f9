import { describe, expect, it } from 'vitest';
import { parsePriceMap, PriceMapError } from './price-map.js';

const mini = {
  input_cost_per_token: 1.5e-7,
  output_cost_per_token: 6e-7,
  cache_read_input_token_cost: 7.5e-8,
  max_output_tokens: 16384,
  litellm_provider: 'openai',
  mode: 'chat',
  supports_vision: true,
};

function faultsOf(map: unknown): readonly string[] {
  try {
    parsePriceMap(typeof map === 'string' ? map : JSON.stringify(map));
  } catch (error) {
    if (error instanceof PriceMapError) return error.faults;
    throw error;
  }
  return [];
}

describe('a price map in LiteLLM’s format', () => {
  it('gives the price of each chat model, per million tokens and without the noise of floats', () => {
    const map = { sample_spec: { mode: 'one of …' }, 'gpt-4o-mini': mini };
    expect(parsePriceMap(JSON.stringify(map))).toEqual([
      {
        name: 'gpt-4o-mini',
        provider: 'openai',
        price: {
          inputUsdPerMillionTokens: 0.15,
          outputUsdPerMillionTokens: 0.6,
          cachedInputUsdPerMillionTokens: 0.075,
          requestUsd: 0,
        },
        maxOutputTokens: 16384,
      },
    ]);
  });

  it('leaves out what is not for chat', () => {
    const map = { embed: { mode: 'embedding', input_cost_per_token: 1e-8 }, chat: mini };
    expect(parsePriceMap(JSON.stringify(map)).map(({ name }) => name)).toEqual(['chat']);
  });

  it('takes the dearer of two prices that depend on the length of the input', () => {
    const long = { ...mini, input_cost_per_token_above_200k_tokens: 3e-7 };
    const [model] = parsePriceMap(JSON.stringify({ long }));
    expect(model?.price.inputUsdPerMillionTokens).toBe(0.3);
  });

  it('is refused whole, with every model named whose price is missing or cannot be', () => {
    const { input_cost_per_token: _, ...priceless } = mini;
    const faults = faultsOf({
      good: mini,
      priceless,
      dear: { ...mini, output_cost_per_token: 15 },
      negative: { ...mini, input_cost_per_token: -1 },
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'priceless.input_cost_per_token',
      'dear.output_cost_per_token',
      'negative.input_cost_per_token',
    ]);
  });

  it('need not price the models that nobody asks for', () => {
    const map = { mini, priceless: { mode: 'chat', litellm_provider: 'elsewhere' } };
    const listed = parsePriceMap(JSON.stringify(map), (_, provider) => provider === 'openai');
    expect(listed.map(({ name }) => name)).toEqual(['mini']);
  });

  it('is refused where it is no map', () => {
    expect(faultsOf('{')[0]).toMatch(/^is not JSON/);
    expect(faultsOf([])).toEqual(['must be an object of models by name']);
    expect(faultsOf({})).toEqual(['names no chat model']);
  });
});
