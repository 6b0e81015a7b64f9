import { describe, expect, it } from 'vitest';
import { randomOf } from '#bandit';
import { chanceOf, logOdds, shiftOf } from './log-odds.js';
import { PlattScaling } from './platt-scaling.js';

const ROWS = 4_000;

/** Outcomes whose chances have log-odds `level + slope * x`, for x even over [-2, 2]. */
function outcomes(level: number, slope: number, seed: number) {
  const random = randomOf(seed);
  const xs = Float64Array.from({ length: ROWS }, (_, row) => (4 * row) / ROWS - 2);
  return {
    estimates: xs.map(chanceOf),
    rights: xs.map((x) => Number(random.next() < chanceOf(level + slope * x))),
  };
}

describe('Platt scaling', () => {
  it('finds the level of each and the slope of all', () => {
    const scaling = PlattScaling.learnt([outcomes(1, 0.5, 1), outcomes(-1, 0.5, 2)]);
    expect(scaling.slope).toBeCloseTo(0.5, 1);
    expect(scaling.confidence(0, 0.5)).toBeCloseTo(chanceOf(1), 1);
    expect(scaling.confidence(1, 0.5)).toBeCloseTo(chanceOf(-1), 1);
  });

  it('takes no notice of estimates that tell nothing', () => {
    const { rights } = outcomes(0.5, 0, 3);
    const { estimates } = outcomes(0, 1, 4);
    const scaling = PlattScaling.learnt([{ estimates, rights }]);
    expect(scaling.confidence(0, 0.9) - scaling.confidence(0, 0.1)).toBeLessThan(0.05);
  });

  it('never turns the order of estimates around', () => {
    const { estimates, rights } = outcomes(0, -1, 5);
    const scaling = PlattScaling.learnt([{ estimates, rights }]);
    expect(scaling.confidence(0, 0.9)).toBeGreaterThanOrEqual(scaling.confidence(0, 0.1));
  });

  it('believes an estimate where nothing came true or not yet', () => {
    const estimates = Float64Array.of(0.2, 0.4);
    const scaling = PlattScaling.learnt([{ estimates, rights: Float64Array.of(NaN, NaN) }]);
    expect(scaling.confidence(0, 0.3)).toBeCloseTo(0.3, 9);
  });
});

describe('the shift of log-odds', () => {
  it('is what outcomes are off by, and less where there are few', () => {
    const odds = Float64Array.from({ length: 2_000 }, () => 0);
    const rights = odds.map((_, row) => Number(row % 4 > 0));
    expect(shiftOf(odds, rights)).toBeCloseTo(logOdds(0.75), 1);
    const few = shiftOf(odds.subarray(0, 4), rights.subarray(0, 4));
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(logOdds(0.75));
  });

  it('stays finite where all succeed', () => {
    const odds = new Float64Array(1_000_000);
    expect(
      shiftOf(
        odds,
        odds.map(() => 1),
      ),
    ).toBeLessThanOrEqual(5);
  });
});
