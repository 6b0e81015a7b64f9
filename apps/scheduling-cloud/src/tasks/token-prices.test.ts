import { expect, it } from 'vitest';
import { listedCost } from '#bandit';
import { judgedPrice, tokenPriceOf } from './token-prices.js';

const asked = { inputNano: 100, outputNano: 400, requestNano: 5 };
const judge = { inputNano: 10, outputNano: 40, requestNano: 1 };

it('a price is nano-dollars a token', () => {
  const price = {
    inputUsdPerMillionTokens: 0.15,
    outputUsdPerMillionTokens: 0.6,
    requestUsd: 1e-9,
  };
  expect(tokenPriceOf(price)).toEqual({ inputNano: 150, outputNano: 600, requestNano: 1 });
});

it('a judged call costs the call, and a verdict on the query, the answer and the rubric', () => {
  const both = judgedPrice(asked, judge, { rubric: 'r'.repeat(400), maxOutputTokens: 512 });
  const tokens = { calls: 1, inputTokens: 30, outputTokens: 70 };
  const verdict = listedCost(judge, {
    calls: 1,
    inputTokens: 250 + 100 + 30 + 70,
    outputTokens: 60,
  });
  expect(listedCost(both, tokens)).toBe(listedCost(asked, tokens) + verdict);
});

it('a verdict is expected to be no longer than it may be', () => {
  const short = judgedPrice(asked, judge, { rubric: '', maxOutputTokens: 10 });
  const long = judgedPrice(asked, judge, { rubric: '', maxOutputTokens: 1_000 });
  expect(long.requestNano - short.requestNano).toBe(50 * judge.outputNano);
});
