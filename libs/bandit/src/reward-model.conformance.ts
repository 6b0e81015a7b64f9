import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rewardOf, type RewardModel } from './reward-model.js';

const mean = fc.double({ min: 0, max: 1, noNaN: true });
const means = fc.array(mean, { minLength: 1, maxLength: 6 });

/** The promises that every reward model makes. */
export function describeRewardModel(rewardModel: RewardModel): void {
  describe(rewardModel.name, () => {
    it('earns the same in another order', () => {
      const shuffled = means.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      );
      fc.assert(
        fc.property(shuffled, ([list, permuted]) => {
          expect(rewardOf(rewardModel, permuted)).toBeCloseTo(rewardOf(rewardModel, list), 12);
        }),
      );
    });

    it('never earns less when a model gets better', () => {
      fc.assert(
        fc.property(means, mean, mean, (rest, one, other) => {
          const worse = rewardOf(rewardModel, [Math.min(one, other), ...rest]);
          const better = rewardOf(rewardModel, [Math.max(one, other), ...rest]);
          expect(better).toBeGreaterThanOrEqual(worse - 1e-12);
        }),
      );
    });

    it('earns from 0 to the number of models', () => {
      fc.assert(
        fc.property(means, (list) => {
          const reward = rewardOf(rewardModel, list);
          expect(reward).toBeGreaterThanOrEqual(0);
          expect(reward).toBeLessThanOrEqual(list.length + 1e-12);
        }),
      );
    });

    it("earns a single model's mean with that model alone", () => {
      fc.assert(
        fc.property(mean, (one) => {
          expect(rewardOf(rewardModel, [one])).toBeCloseTo(one, 12);
        }),
      );
    });
  });
}
