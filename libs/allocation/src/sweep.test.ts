import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches, everyAllocation, laddersFrom } from './batch.conformance.js';
import { Sweep } from './sweep.js';

describe('the sweep of the price of money', () => {
  it('climbs from the cheapest allocation to the most valuable one, best value a dollar first', () => {
    const sweep = new Sweep(
      laddersFrom([
        [
          { value: 0.1, cost: 1 },
          { value: 0.5, cost: 3 },
          { value: 0.9, cost: 11 },
        ],
        [
          { value: 0.2, cost: 2 },
          { value: 0.8, cost: 4 },
        ],
      ]),
    );
    expect([...sweep.costs]).toEqual([3, 5, 7, 15]);
    [0.3, 0.9, 1.3, 1.7].forEach((value, at) => expect(sweep.values[at]).toBeCloseTo(value, 12));
    expect([...sweep.at(1).choices()]).toEqual([0, 1]);
    expect([...sweep.at(3).choices()]).toEqual([2, 1]);
    expect(sweep.priceAfter(2)).toBeCloseTo(0.05, 12);
    expect(sweep.priceAfter(3)).toBe(0);
  });

  it('is at every point the best of all allocations at its price of money', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const sweep = new Sweep(laddersFrom(batch));
        const all = everyAllocation(batch);
        for (let point = 0; point <= sweep.climbs; point += 1) {
          const price = sweep.priceAfter(point);
          const worth = sweep.values[point]! - price * sweep.costs[point]!;
          const best = Math.max(...all.map(({ value, cost }) => value - price * cost));
          expect(worth).toBeGreaterThanOrEqual(best - 1e-9 * Math.max(1, Math.abs(best)));
        }
      }),
    );
  });

  it('finds the last point within a cost and the first of a value', () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: 0, max: 3_000 }), (batch, cost) => {
        const sweep = new Sweep(laddersFrom(batch));
        const within = sweep.within(cost);
        expect(sweep.costs.findLastIndex((one) => one <= cost)).toBe(within);
        const value = cost / 1_000;
        const first = sweep.values.findIndex((one) => one >= value);
        expect(sweep.reaching(value)).toBe(first < 0 ? sweep.climbs + 1 : first);
      }),
    );
  });

  it('has every allocation cost and be worth what it says', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const sweep = new Sweep(laddersFrom(batch));
        for (let point = 0; point <= sweep.climbs; point += 1) {
          const { value, costNano } = sweep.at(point);
          expect(value).toBeCloseTo(sweep.values[point]!, 9);
          expect(costNano).toBeCloseTo(sweep.costs[point]!, 6);
        }
      }),
    );
  });
});
