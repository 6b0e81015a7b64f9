import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allocation } from './allocation.js';
import { batches, everyAllocation, laddersFrom } from './batch.conformance.js';
import { destroyAndRepair } from './destroy-and-repair.js';
import { repair, trim } from './repair.js';
import { Sweep } from './sweep.js';

/** Three queries that are alike: the hull passes over the middle choice. */
const GAP = Array.from({ length: 3 }, () => [
  { value: 0, cost: 1 },
  { value: 0.3, cost: 6 },
  { value: 1, cost: 11 },
]);

describe('repair', () => {
  it('stays within its budget, and is worth at least what the sweep has there', () => {
    fc.assert(
      fc.property(batches, fc.nat(100), (batch, percent) => {
        const ladders = laddersFrom(batch);
        const sweep = new Sweep(ladders);
        const [low, high] = [sweep.costs[0]!, sweep.costs.at(-1)!];
        const budget = low + ((high - low) * percent) / 100;
        const point = sweep.within(budget);
        const allocation = sweep.at(point);
        repair(allocation, budget);
        expect(allocation.costNano).toBeLessThanOrEqual(budget + 1e-9);
        expect(allocation.value).toBeGreaterThanOrEqual(sweep.values[point]! - 1e-12);
      }),
    );
  });

  it('comes within one climb of the best of all allocations, from wherever it starts', () => {
    fc.assert(
      fc.property(batches, fc.nat(100), fc.boolean(), (batch, percent, fromAbove) => {
        const ladders = laddersFrom(batch);
        const sweep = new Sweep(ladders);
        const [low, high] = [sweep.costs[0]!, sweep.costs.at(-1)!];
        const budget = low + ((high - low) * percent) / 100;
        const best = Math.max(
          ...everyAllocation(batch).flatMap(({ value, cost }) => (cost <= budget ? [value] : [])),
        );
        const allocation = fromAbove ? Allocation.dearest(ladders) : Allocation.cheapest(ladders);
        repair(allocation, budget);
        expect(allocation.value).toBeLessThanOrEqual(best + 1e-9);
        expect(allocation.value).toBeGreaterThanOrEqual(best - 1 - 1e-9);
      }),
    );
  });

  it('buys with what is left a smaller step than the best one', () => {
    const allocation = Allocation.cheapest(laddersFrom(GAP));
    repair(allocation, 20);
    expect([...allocation.choices()].toSorted()).toEqual([0, 1, 2]);
    expect(allocation.costNano).toBe(18);
  });

  it('saves what the value does not need', () => {
    const allocation = Allocation.dearest(laddersFrom(GAP));
    trim(allocation, 2.2);
    expect(allocation.value).toBeCloseTo(2.3, 12);
    expect(allocation.costNano).toBe(28);
  });
});

describe('destroy-and-repair', () => {
  it('ends at the cheapest and at the most valuable allocation', () => {
    const all = [...destroyAndRepair(laddersFrom(GAP))];
    expect(all[0]!.costNano).toBe(3);
    expect(all.at(-1)!.value).toBe(3);
  });

  it('fills between the points of the sweep', () => {
    const batch = laddersFrom([
      [
        { value: 0, cost: 1 },
        { value: 1, cost: 101 },
      ],
      [
        { value: 0, cost: 1 },
        { value: 0.4, cost: 51 },
      ],
    ]);
    expect([...new Sweep(batch).costs]).toEqual([2, 102, 152]);
    const found = Array.from(destroyAndRepair(batch), ({ value, costNano }) => ({
      value,
      costNano,
    }));
    expect(found).toContainEqual({ value: 0.4, costNano: 52 });
  });

  it('never beats what can be had', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const all = everyAllocation(batch);
        for (const { value, costNano } of destroyAndRepair(laddersFrom(batch), 5))
          expect(all.some((one) => one.value >= value - 1e-9 && one.cost <= costNano + 1e-9)).toBe(
            true,
          );
      }),
    );
  });
});
