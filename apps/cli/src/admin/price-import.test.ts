import { describe, expect, it } from 'vitest';
import { priceImport, type ModelEntry } from './price-import.js';

const listed = (input: number, provider?: string) => ({
  input_cost_per_token: input / 1e6,
  output_cost_per_token: 4e-6,
  ...(provider && { litellm_provider: provider }),
});
const model = (name: string, config: object = {}): ModelEntry => ({
  name,
  config: {
    baseUrl: 'https://api.openai.com/v1',
    price: { inputUsdPerToken: 0.000001, outputUsdPerMillionTokens: 4 },
    ...config,
  },
});
const changesOf = (map: object, models: ModelEntry[], names: Record<string, string> = {}) =>
  priceImport(JSON.stringify(map), models, new Map(Object.entries(names)));

describe('an import of prices', () => {
  it('sets what differs and leaves what costs that already, in whatever unit it is written', () => {
    const map = { mini: listed(1, 'openai'), large: listed(3, 'openai') };
    const changes = changesOf(map, [model('mini'), model('large'), model('other')]);
    expect(changes.map(({ model, change }) => [model, change])).toEqual([
      ['mini', 'none'],
      ['large', 'set'],
      ['other', 'not-listed'],
    ]);
    expect(changes[1]?.price).toMatchObject({ inputUsdPerMillionTokens: 3 });
  });

  it.each([
    [{ provider: 'google', baseUrl: undefined }, 'gemini/m', 'gemini'],
    [{ provider: 'anthropic', baseUrl: undefined }, 'm', 'anthropic'],
    [{ provider: 'azure-openai', baseUrl: 'https://x.openai.azure.com' }, 'azure/m', 'azure'],
    [{ baseUrl: 'https://openrouter.ai/api/v1', model: 'a/m' }, 'openrouter/a/m', 'openrouter'],
  ])('finds a model by %o as %s', (config, name, provider) => {
    const map = {
      m: listed(9, 'vertex_ai'),
      'a/m': listed(9, 'deepinfra'),
      [name]: listed(2, provider),
    };
    expect(changesOf(map, [model('m', config)])).toMatchObject([{ listed_as: name }]);
  });

  it('never takes the price of another provider, unless it is told to', () => {
    const mine = model('llama', { baseUrl: 'http://127.0.0.1:8000/v1' });
    const map = { llama: listed(2, 'groq') };
    expect(() => changesOf(map, [mine])).toThrow('lists none of the models');
    expect(changesOf(map, [mine], { llama: 'llama' })).toMatchObject([{ change: 'set' }]);
    expect(changesOf({ llama: listed(2) }, [mine])).toMatchObject([{ change: 'set' }]);
  });

  it('is refused whole for a wanted model without a price, and for names that there are not', () => {
    const map = { good: listed(2, 'openai'), bad: { litellm_provider: 'openai' }, far: {} };
    const models = [model('good'), model('bad')];
    expect(() => changesOf(map, models)).toThrow('bad.input_cost_per_token');
    expect(changesOf(map, [model('good')])).toHaveLength(1);
    expect(() => changesOf(map, [model('good')], { god: 'good' })).toThrow('no model god');
    expect(() => changesOf(map, [model('good')], { good: 'god' })).toThrow('no chat model god');
  });
});
