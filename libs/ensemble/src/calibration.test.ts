import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from '#bandit';
import { calibrated, calibrationFigures, confidenceIn } from './calibration.js';

const belief = fc.double({ min: 0, max: 1, noNaN: true });
const judged = fc.array(fc.record({ belief, right: fc.constantFrom(0, 1) }), { maxLength: 60 });

describe('calibration', () => {
  it('never rates a stronger belief lower, nor leaves [0, 1]', () => {
    fc.assert(
      fc.property(judged, (rounds) => {
        const calibration = calibrated(rounds);
        const shares = calibration.map(({ right }) => right);
        expect(shares).toEqual(shares.toSorted((left, right) => left - right));
        for (let at = 0; at <= 20; at += 1) {
          const confidence = confidenceIn(at / 20, calibration);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('takes beliefs for what they are before anything was judged', () => {
    expect(confidenceIn(0.83, [])).toBe(0.83);
  });

  it('learns that models which err together are believed too much', () => {
    const random = randomOf(1);
    const rounds = Array.from({ length: 2_000 }, () => {
      const strong = 0.5 + random.next() / 2;
      return { belief: strong, right: random.next() < 0.5 + (strong - 0.5) * 0.8 ? 1 : 0 };
    });
    const calibration = calibrated(rounds.slice(1_000));
    const rest = rounds.slice(0, 1_000);
    const mended = rest.map((one) => ({ ...one, belief: confidenceIn(one.belief, calibration) }));
    expect(calibrationFigures(mended).gap).toBeLessThan(calibrationFigures(rest).gap);
    expect(confidenceIn(0.95, calibration)).toBeLessThan(0.93);
  });

  it('draws its curve in ten bins', () => {
    const figures = calibrationFigures([
      { belief: 0.95, right: 1 },
      { belief: 0.97, right: 0 },
      { belief: 0.55, right: 1 },
    ]);
    expect(figures.curve.map(({ rounds }) => rounds)).toEqual([1, 2]);
    expect(figures.gap).toBeCloseTo((0.45 + 2 * 0.46) / 3, 12);
    expect(figures.brier).toBeCloseTo((0.0025 + 0.9409 + 0.2025) / 3, 12);
  });
});
