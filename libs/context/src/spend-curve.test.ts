import { describe, expect, it } from 'vitest';
import { PRICES, SpendCurve } from './spend-curve.js';

/** A query that is worth 100 below the index, else 10. */
function costsBelow(index: number): Float64Array {
  return Float64Array.from(PRICES, (_, at) => (at < index ? 100 : 10));
}

describe('the spend at every price of money', () => {
  it('meets the budget exactly with a mixture of two neighbouring prices', () => {
    const curve = new SpendCurve(500);
    curve.add(costsBelow(50));
    const { low, high, share } = curve.priceFor(40);
    expect([low, high]).toEqual([49, 50]);
    expect((1 - share) * 100 + share * 10).toBeCloseTo(40, 9);
  });

  it('is free where the budget covers the dearest choice', () => {
    const curve = new SpendCurve(500);
    curve.add(costsBelow(50));
    expect(curve.priceFor(100)).toEqual({ low: 0, high: 0, share: 0 });
    expect(PRICES[0]).toBe(0);
  });

  it('is the highest price where nothing fits the budget', () => {
    const curve = new SpendCurve(500);
    curve.add(costsBelow(50));
    expect(curve.priceFor(9)).toMatchObject({ low: PRICES.length - 1, share: 0 });
  });

  it('follows queries that change within its memory', () => {
    const curve = new SpendCurve(20);
    for (let query = 0; query < 500; query += 1) curve.add(costsBelow(50));
    for (let query = 0; query < 100; query += 1) curve.add(costsBelow(200));
    expect(curve.priceFor(40)).toMatchObject({ low: 199, high: 200 });
  });
});
