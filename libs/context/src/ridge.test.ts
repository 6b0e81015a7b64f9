import { randomOf } from '#bandit';
import { describe, expect, it } from 'vitest';
import type { Features } from './features.js';
import { Ridge } from './ridge.js';

function features(...values: number[]): Features {
  return { indices: Int32Array.from(values.keys()), values: Float64Array.from(values) };
}

describe('a ridge regression', () => {
  it('is the exact one where it starts from many rows', () => {
    // X'X + I = [[3, 1], [1, 2]], X'y = [5, 3], so w = [7/5, 4/5].
    const ridge = new Ridge(Float32Array.of(1, 1));
    ridge.fit([features(1, 0), features(1, 1)], [2, 3]);
    expect(ridge.weights[0]).toBeCloseTo(7 / 5, 5);
    expect(ridge.weights[1]).toBeCloseTo(4 / 5, 5);
    expect(ridge.variances[0]).toBeCloseTo(1 / 3, 6);
  });

  it('moves halfway to the first observation where it knows as little as the noise', () => {
    const ridge = new Ridge(Float32Array.of(1));
    ridge.correct(features(1), 4, 1 / 2);
    expect(ridge.estimate(features(1))).toEqual({ mean: 2, variance: 0.5 });
  });

  it('learns a line from noisy observations, one at a time', () => {
    const ridge = new Ridge(Float32Array.of(1, 1));
    const random = randomOf(1);
    for (let at = 0; at < 5_000; at += 1) {
      const row = features(1, 2 * random.next() - 1);
      const { mean, variance } = ridge.estimate(row);
      const target = 0.3 + 0.5 * (row.values[1] as number) + random.next() - 0.5;
      ridge.correct(row, target - mean, 1 / (1 + variance));
    }
    expect(ridge.weights[0]).toBeCloseTo(0.3, 1);
    expect(ridge.weights[1]).toBeCloseTo(0.5, 1);
    expect(ridge.estimate(features(1, 1)).variance).toBeLessThan(0.01);
  });

  it('forgets up to what it knew at first', () => {
    const ridge = new Ridge(Float32Array.of(1));
    for (let at = 0; at < 9; at += 1) {
      const { variance } = ridge.estimate(features(1));
      ridge.correct(features(1), 0, 1 / (1 + variance));
    }
    expect(ridge.variances[0]).toBeCloseTo(0.1, 5);
    ridge.fade(features(1), 0.5);
    expect(ridge.variances[0]).toBeCloseTo(0.2, 5);
    for (let at = 0; at < 9; at += 1) ridge.fade(features(1), 0.5);
    expect(ridge.variances[0]).toBe(1);
  });
});
