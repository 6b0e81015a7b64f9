import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoeffdingRadius, logTerm } from './confidence.js';

const count = fc.integer({ min: 1, max: 1e6 });
const round = fc.integer({ min: 1, max: 1e6 });
const confidence = fc.record({
  models: fc.integer({ min: 1, max: 1_000 }),
  delta: fc.double({ min: 1e-6, max: 0.9, noNaN: true }),
});

describe('the radius', () => {
  it('is that of the paper', () => {
    const log = logTerm(1_000, { models: 9, delta: 0.1 });
    expect(log).toBeCloseTo(Math.log((2 * Math.PI ** 2 * 9 * 1e9) / 0.3), 12);
    expect(hoeffdingRadius(50, log)).toBeCloseTo(Math.sqrt(log / 100), 12);
  });

  it('falls with observations', () => {
    fc.assert(
      fc.property(count, round, confidence, (n, t, sure) => {
        const log = logTerm(t, sure);
        expect(hoeffdingRadius(n + 1, log)).toBeLessThan(hoeffdingRadius(n, log));
      }),
    );
  });

  it('rises with rounds', () => {
    fc.assert(
      fc.property(count, round, confidence, (n, t, sure) => {
        const later = hoeffdingRadius(n, logTerm(t + 1, sure));
        expect(later).toBeGreaterThan(hoeffdingRadius(n, logTerm(t, sure)));
      }),
    );
  });
});
