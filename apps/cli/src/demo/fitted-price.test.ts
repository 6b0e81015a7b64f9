import { describe, expect, it } from 'vitest';
import { fittedPrice } from './fitted-price.js';

function call(costNano: number | null, inputTokens: number | null, outputTokens: number | null) {
  return { score: 1, answer: null, latencyMs: null, costNano, inputTokens, outputTokens };
}

describe('the price fitted to what calls cost', () => {
  it('is the price per token that explains them', () => {
    const calls = [
      [137, 150],
      [159, 600],
      [195, 250],
    ].map(([input, output]) => call(input! * 2_500 + output! * 10_000, input!, output!));
    expect(fittedPrice([...calls, call(null, 1, 1)])).toEqual({
      inputUsdPerMillionTokens: 2.5,
      outputUsdPerMillionTokens: 10,
    });
  });

  it.each([
    ['tokens are unknown', [null, null, null]],
    ['tokens say nothing of the price', [1, 1, 1]],
  ])('is the median cost as a fee per request where %s', (_, tokens) => {
    const calls = [100, 90_000, 300].map((cost, i) => call(cost, tokens[i]!, tokens[i]!));
    expect(fittedPrice(calls)).toEqual({
      inputUsdPerMillionTokens: 0,
      outputUsdPerMillionTokens: 0,
      requestUsd: 3e-7,
    });
  });

  it('is never below 0', () => {
    const calls = [call(1_000, 10, 100), call(2_000, 20, 100), call(100, 30, 10)];
    const { inputUsdPerMillionTokens, outputUsdPerMillionTokens } = fittedPrice(calls);
    expect(Math.min(inputUsdPerMillionTokens, outputUsdPerMillionTokens)).toBeGreaterThanOrEqual(0);
  });
});
