import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestMixture } from './mixture.js';
import type { PricedPoint } from './price-search.js';

const points = fc.array(
  fc.record({
    reward: fc.double({ min: 0, max: 4, noNaN: true }),
    cost: fc.double({ min: 0, max: 1_000, noNaN: true }),
  }),
  { minLength: 1, maxLength: 25 },
);
const budget = fc.double({ min: 1, max: 1_200, noNaN: true });

/** The best of all points and all pairs of points that spend exactly the budget. */
function byBruteForce(all: readonly PricedPoint[], limit: number): number {
  let best = -Infinity;
  for (const low of all) {
    if (low.cost > limit) continue;
    best = Math.max(best, low.reward);
    for (const high of all) {
      if (high.cost <= limit) continue;
      const share = (limit - low.cost) / (high.cost - low.cost);
      best = Math.max(best, low.reward + share * (high.reward - low.reward));
    }
  }
  return best;
}

describe('the best mixture', () => {
  it('earns what the best of all pairs earns, by brute force', () => {
    fc.assert(
      fc.property(points, budget, (all, limit) => {
        const best = byBruteForce(all, limit);
        const mixture = bestMixture(all, limit);
        if (best === -Infinity) expect(mixture).toBeNull();
        else expect(mixture?.reward).toBeCloseTo(best, 8);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps the budget and is what its parts come to', () => {
    fc.assert(
      fc.property(points, budget, (all, limit) => {
        const mixture = bestMixture(all, limit);
        if (mixture === null) return;
        expect(mixture.cost).toBeLessThanOrEqual(limit * (1 + 1e-12));
        expect(mixture.support.length).toBeLessThanOrEqual(2);
        const total = (value: (point: PricedPoint) => number) =>
          mixture.support.reduce((sum, part) => sum + part.probability * value(part.point), 0);
        expect(total(() => 1)).toBeCloseTo(1, 12);
        expect(total((point) => point.reward)).toBeCloseTo(mixture.reward, 8);
        expect(total((point) => point.cost)).toBeCloseTo(mixture.cost, 8);
      }),
    );
  });

  it('never earns less with more budget', () => {
    fc.assert(
      fc.property(points, budget, budget, (all, one, other) => {
        const less = bestMixture(all, Math.min(one, other));
        const more = bestMixture(all, Math.max(one, other));
        if (less !== null) expect(more?.reward).toBeGreaterThanOrEqual(less.reward - 1e-9);
      }),
    );
  });

  it('spends no more than the best point asks for', () => {
    const mixture = bestMixture(
      [
        { reward: 0.9, cost: 10 },
        { reward: 0.9, cost: 5 },
        { reward: 0.4, cost: 1 },
      ],
      100,
    );
    expect(mixture?.support).toEqual([{ point: { reward: 0.9, cost: 5 }, probability: 1 }]);
  });

  it('is nothing without points', () => {
    expect(bestMixture([], 1)).toBeNull();
  });
});
