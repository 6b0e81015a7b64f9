import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { c2mabV } from './c2mab-v.js';
import { explorationPropensity, explore, type Exploration } from './exploration.js';
import { explored } from './explored.js';
import { describePolicy } from './policy.conformance.js';
import { randomOf } from './random.js';

for (const relaxation of ['combinations', 'models'] as const) {
  describePolicy(
    `c2mab-v over ${relaxation}, exploring`,
    () => explored(c2mabV({ relaxation }), { share: 0.2, costAware: true, charge: 'cascade' }),
    { 'serves the cheapest': 'it explores whatever the cost' },
  );
}

const explorations: fc.Arbitrary<Exploration> = fc
  .record({
    weights: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 5 }),
    size: fc.integer({ min: 1, max: 4 }),
    exactly: fc.boolean(),
  })
  .map((one) => ({ ...one, size: Math.min(one.size, one.weights.length) }));

function subsets(models: number): number[][] {
  return Array.from({ length: 1 << models }, (_, bits) =>
    [...Array(models).keys()].filter((model) => bits & (1 << model)),
  );
}

describe('an exploration', () => {
  it('has probabilities that sum to 1', () => {
    fc.assert(
      fc.property(explorations, (exploration) => {
        const sum = subsets(exploration.weights.length).reduce(
          (total, chosen) => total + explorationPropensity(exploration, chosen),
          0,
        );
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });

  it('draws each combination as often as its probability says', () => {
    const exploration = { weights: [1, 2, 5, 0.5], size: 3, exactly: false };
    const random = randomOf(3);
    const times = new Map<string, number>();
    for (let draw = 0; draw < 20_000; draw += 1) {
      const key = explore(exploration, random).join();
      times.set(key, (times.get(key) ?? 0) + 1);
    }
    for (const chosen of subsets(4)) {
      const share = (times.get(chosen.join()) ?? 0) / 20_000;
      expect(Math.abs(share - explorationPropensity(exploration, chosen))).toBeLessThan(0.015);
    }
  });
});
