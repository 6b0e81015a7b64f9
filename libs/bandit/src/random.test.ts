import { describe, expect, it } from 'vitest';
import { randomOf } from './random.js';

describe('a source of chance', () => {
  it('gives the same numbers for the same seed', () => {
    const left = randomOf(42);
    const right = randomOf(42);
    for (let draw = 0; draw < 10; draw += 1) expect(left.next()).toBe(right.next());
  });

  it('is uniform and unrelated from one seed to the next', () => {
    const first = Array.from({ length: 10_000 }, (_, seed) => randomOf(seed).next());
    const mean = first.reduce((sum, value) => sum + value, 0) / first.length;
    const neighbours =
      first.slice(1).reduce((sum, value, at) => sum + (value - 0.5) * (first[at]! - 0.5), 0) /
      first.length;
    expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...first)).toBeLessThan(1);
    expect(mean).toBeCloseTo(0.5, 1);
    expect(Math.abs(neighbours)).toBeLessThan(0.003);
  });
});
