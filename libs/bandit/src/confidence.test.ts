import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoeffdingRadius, logTerm, wilsonUpper } from './confidence.js';

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

describe("the upper end of Wilson's interval", () => {
  const mean = fc.double({ min: 0, max: 1, noNaN: true });
  const deviations = fc.double({ min: 0, max: 10, noNaN: true });

  it('is from the mean to 1, and nears the mean as more is seen', () => {
    fc.assert(
      fc.property(mean, count, deviations, (value, seen, wide) => {
        const upper = wilsonUpper(value, seen, wide);
        expect(upper).toBeGreaterThanOrEqual(value - 1e-12);
        expect(upper).toBeLessThanOrEqual(1);
        expect(wilsonUpper(value, 2 * seen, wide)).toBeLessThanOrEqual(upper + 1e-12);
      }),
    );
  });

  it('solves the equation of the score test', () => {
    const upper = wilsonUpper(0.8, 50, 2.5);
    expect((upper - 0.8) / Math.sqrt((upper * (1 - upper)) / 50)).toBeCloseTo(2.5, 9);
  });

  it("is as far as Hoeffding's at a mean of one half, where much was seen", () => {
    const upper = wilsonUpper(0.5, 1e6, 0.3 * Math.sqrt(2 * 34));
    expect((upper - 0.5) / (0.3 * hoeffdingRadius(1e6, 34))).toBeCloseTo(1, 3);
  });
});
