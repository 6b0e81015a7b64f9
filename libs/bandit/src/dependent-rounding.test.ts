import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundDependently, roundingPropensity } from './dependent-rounding.js';
import { randomOf } from './random.js';

const entry = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 1, 0.5, 0.25, 0.75),
);
const fractions = fc.array(entry, { minLength: 1, maxLength: 8 });
const seed = fc.integer();

function subsets(size: number): Set<number>[] {
  return Array.from({ length: 2 ** size }, (_, bits) => {
    const members = Array.from({ length: size }, (_, index) => index);
    return new Set(members.filter((index) => (bits >> index) & 1));
  });
}

function frequencies(values: readonly number[], draws: number): Map<string, number> {
  const random = randomOf(1);
  const counts = new Map<string, number>();
  for (let draw = 0; draw < draws; draw += 1) {
    const key = roundDependently(values, random).join();
    counts.set(key, (counts.get(key) ?? 0) + 1 / draws);
  }
  return counts;
}

describe('dependent rounding', () => {
  it('keeps the size where it is an integer, else takes one of its neighbours', () => {
    fc.assert(
      fc.property(fractions, seed, (values, from) => {
        const size = roundDependently(values, randomOf(from)).length;
        const sum = values.reduce((total, value) => total + value, 0);
        expect(Math.abs(size - sum)).toBeLessThan(1 + 1e-6);
      }),
      { numRuns: 1_000 },
    );
    const halves = [0.5, 0.5, 0.3, 0.7, 1, 0];
    for (let from = 0; from < 200; from += 1) {
      expect(roundDependently(halves, randomOf(from))).toHaveLength(3);
    }
  });

  it('has propensities that sum to 1 and give every entry its fraction', () => {
    fc.assert(
      fc.property(fractions, (values) => {
        const all = subsets(values.length).map((chosen) => ({
          chosen,
          propensity: roundingPropensity(values, chosen),
        }));
        const total = (of: readonly { propensity: number }[]) =>
          of.reduce((sum, { propensity }) => sum + propensity, 0);
        expect(total(all)).toBeCloseTo(1, 6);
        values.forEach((value, index) => {
          expect(total(all.filter(({ chosen }) => chosen.has(index)))).toBeCloseTo(value, 6);
        });
      }),
    );
  });

  it('draws each set as often as its propensity says', () => {
    for (const values of [[0.3, 0.6, 0.8, 0.3], [0.5, 0.5, 0.5, 0.9, 0.2], [0.4]]) {
      const drawn = frequencies(values, 40_000);
      for (const chosen of subsets(values.length)) {
        const frequency = drawn.get([...chosen].join()) ?? 0;
        expect(Math.abs(frequency - roundingPropensity(values, chosen))).toBeLessThan(0.012);
      }
    }
  });

  it('never makes two entries likelier to be chosen together than apart', () => {
    fc.assert(
      fc.property(fractions, (values) => {
        const together = new Map<string, number>();
        for (const chosen of subsets(values.length)) {
          const propensity = roundingPropensity(values, chosen);
          for (const left of chosen) {
            for (const right of chosen) {
              const key = `${left} ${right}`;
              together.set(key, (together.get(key) ?? 0) + propensity);
            }
          }
        }
        values.forEach((left, i) => {
          values.forEach((right, j) => {
            if (i !== j) expect(together.get(`${i} ${j}`) ?? 0).toBeLessThan(left * right + 1e-6);
          });
        });
      }),
    );
  });

  it('gives a set that contradicts a whole fraction no chance', () => {
    expect(roundingPropensity([1, 0.5], new Set([1]))).toBe(0);
    expect(roundingPropensity([0, 0.5], new Set([0, 1]))).toBe(0);
  });

  it('draws the same set from the same seed', () => {
    fc.assert(
      fc.property(fractions, seed, (values, from) => {
        const first = roundDependently(values, randomOf(from));
        expect(roundDependently(values, randomOf(from))).toEqual(first);
      }),
    );
  });
});
