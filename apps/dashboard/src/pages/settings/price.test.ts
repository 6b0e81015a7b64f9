import { describe, expect, it } from 'vitest';
import { perMillion } from './price.js';

describe('the price of a million tokens', () => {
  it('is what was written', () => {
    expect(perMillion({ inputUsdPerMillionTokens: 0.15 }, 'input')).toBe('$0.15');
  });

  it('is a million times that of one', () => {
    expect(perMillion({ outputUsdPerToken: 0.0000006 }, 'output')).toBe('$0.60');
  });

  it('is not made up', () => {
    expect(perMillion(undefined, 'input')).toBe('–');
    expect(perMillion({ requestUsd: 1 }, 'input')).toBe('–');
  });
});
