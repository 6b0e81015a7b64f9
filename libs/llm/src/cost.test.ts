import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, priceOf } from './cost.js';

const price = (input: number, output: number, requestUsd = 0) => ({
  inputUsdPerMillionTokens: input,
  outputUsdPerMillionTokens: output,
  requestUsd,
});
const used = (inputTokens: number, outputTokens: number, billedUsd?: number) => ({
  inputTokens,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens,
  reasoningTokens: 0,
  billedUsd,
});

describe('the price of a call', () => {
  it('is tokens times their price, and the fee per request', () => {
    expect(priceOf(used(1_000, 200), price(0.15, 0.6, 0.001))).toBe(150_000 + 120_000 + 1_000_000);
  });

  it('is rounded up to a whole nano-dollar, but not for the noise of floats', () => {
    expect(priceOf(used(1, 0), price(0.0001, 0))).toBe(1);
    expect(priceOf(used(3, 0), price(0.1, 0))).toBe(300);
  });

  it('is a whole number, and never falls with more tokens', () => {
    const tokens = fc.integer({ min: 0, max: 2_000_000 });
    const usd = fc.double({ min: 0, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(tokens, tokens, usd, usd, usd, (input, output, perInput, perOutput, fee) => {
        const prices = price(perInput, perOutput, fee);
        const cost = priceOf(used(input, output), prices);
        expect(Number.isSafeInteger(cost)).toBe(true);
        expect(priceOf(used(input + 1, output + 1), prices)).toBeGreaterThanOrEqual(cost);
      }),
    );
  });
});

describe('the cost of a call', () => {
  it('is the bill of a model that reports it, even a bill of nothing', () => {
    expect(costOf(used(10, 10, 0), { cost: 'reported', price: price(1, 1) })).toBe(0);
  });
});
