import { describe, expect, it } from 'vitest';
import { modelConfig } from './model-config.js';

const price = { inputUsdPerMillionTokens: 3, outputUsdPerMillionTokens: 15 };

function parsed(written: object) {
  return modelConfig.parse({ price, maxOutputTokens: 9, ...written });
}

function faultsOf(written: object): string[] {
  const issues =
    modelConfig.safeParse({ price, maxOutputTokens: 9, ...written }).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join('.')} ${message}`);
}

describe('a model', () => {
  it('of Anthropic or Google is found at their own address', () => {
    expect(parsed({ provider: 'anthropic' }).baseUrl).toBe('https://api.anthropic.com/v1');
    expect(parsed({ provider: 'google' }).baseUrl).toContain('googleapis.com');
    const own = { provider: 'anthropic', baseUrl: 'http://127.0.0.1:1/v1/' };
    expect(parsed(own).baseUrl).toBe('http://127.0.0.1:1/v1');
  });

  it('of another provider needs an address, and Azure’s a version', () => {
    expect(faultsOf({})).toEqual([expect.stringMatching(/^baseUrl is missing/)]);
    const azure = { provider: 'azure-openai', baseUrl: 'https://x.openai.azure.com' };
    expect(faultsOf(azure)).toEqual([expect.stringMatching(/^apiVersion is missing/)]);
    expect(faultsOf({ ...azure, apiVersion: '2024-10-21' })).toEqual([]);
  });

  it('must say how long its answers may be, as nothing else bounds what they cost', () => {
    const faults = faultsOf({ provider: 'google', maxOutputTokens: undefined });
    expect(faults).toEqual([expect.stringMatching(/^maxOutputTokens is missing: .* such as 1024/)]);
  });

  it('is refused what its provider does not have', () => {
    const faults = faultsOf({
      provider: 'google',
      apiVersion: '1',
      cost: 'reported',
      outputLimitField: 'max_tokens',
    });
    expect(faults).toEqual([
      expect.stringMatching(/^apiVersion is Azure's/),
      expect.stringMatching(/^cost must be price/),
      expect.stringMatching(/^outputLimitField is of OpenAI's protocol/),
    ]);
  });

  it('may have prices of its own for cached input, per million tokens or per token', () => {
    const { price: read } = parsed({
      provider: 'anthropic',
      price: { ...price, cachedInputUsdPerToken: 3e-7, cacheWriteUsdPerMillionTokens: 3.75 },
    });
    expect(read).toMatchObject({
      cachedInputUsdPerMillionTokens: 0.3,
      cacheWriteUsdPerMillionTokens: 3.75,
    });
    const twice = { ...price, cachedInputUsdPerToken: 1, cachedInputUsdPerMillionTokens: 1 };
    expect(faultsOf({ provider: 'google', price: twice })).toHaveLength(1);
  });
});
