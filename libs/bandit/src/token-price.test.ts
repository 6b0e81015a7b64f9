import { describe, expect, it } from 'vitest';
import { expectedOutputTokens, listedCost, priceRatio } from './token-price.js';

const price = { inputNano: 100, outputNano: 400, requestNano: 1_000 };
const tokens = { calls: 2, inputTokens: 300, outputTokens: 50 };

describe('the price of tokens', () => {
  it('is that of input, output and request together', () => {
    expect(listedCost(price, tokens)).toBe(30_000 + 20_000 + 2_000);
  });

  it('changes past costs by as much as it would have changed those calls', () => {
    const dearer = { ...price, outputNano: 800 };
    expect(priceRatio(price, dearer, tokens)).toBeCloseTo(72_000 / 52_000, 12);
    expect(priceRatio(price, { ...price }, tokens)).toBe(1);
  });

  it('cannot be compared where tokens are not known or were free', () => {
    const none = { calls: 0, inputTokens: 0, outputTokens: 0 };
    expect(priceRatio(price, { ...price, inputNano: 1 }, none)).toBeNull();
    expect(priceRatio({ inputNano: 0, outputNano: 0, requestNano: 0 }, price, tokens)).toBeNull();
  });
});

describe('the expected length of an answer', () => {
  it('is 256 tokens before any answer of the task', () => {
    expect(expectedOutputTokens(undefined, [])).toBe(256);
  });

  it("is the task's before the first answer of the model", () => {
    const others = [
      { calls: 1, inputTokens: 1, outputTokens: 100 },
      { calls: 10, inputTokens: 1, outputTokens: 200 },
    ];
    expect(expectedOutputTokens(undefined, others)).toBe(110 / 2 + (20 - 10) / 2);
  });

  it("comes to the model's own mean", () => {
    const own = { calls: 1_000, inputTokens: 1, outputTokens: 500_000 };
    expect(expectedOutputTokens(own, [{ calls: 1, inputTokens: 1, outputTokens: 9 }])).toBeCloseTo(
      500,
      -1,
    );
  });
});
