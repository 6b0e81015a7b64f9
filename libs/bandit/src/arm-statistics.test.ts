import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  emptyArm,
  observe,
  ONE_REWARD_MICRO,
  replaceReward,
  type ArmObservation,
  type ArmStatistics,
} from './arm-statistics.js';

const rewardMicro = fc.integer({ min: 0, max: ONE_REWARD_MICRO });
const costNano = fc.integer({ min: 0, max: 1e9 });
const observation: fc.Arbitrary<ArmObservation> = fc.oneof(
  fc.record({ rewardMicro }),
  fc.record({ costNano }),
  fc.record({ rewardMicro, costNano }),
);
const observations = fc.array(observation, { maxLength: 30 });

function all(from: readonly ArmObservation[]): ArmStatistics {
  return from.reduce(observe, emptyArm);
}

describe('arm statistics', () => {
  it('count rewards and costs apart, with their sums and sums of squares', () => {
    const arm = all([{ rewardMicro: 500_000, costNano: 30 }, { costNano: 50 }]);
    expect(arm).toEqual({
      rewards: 1,
      rewardSumMicro: 500_000,
      rewardSquareSumMicro2: 250_000_000_000n,
      costs: 2,
      costSumNano: 80,
      costSquareSumNano2: 3_400n,
    });
  });

  it('are the same in whatever order the observations come', () => {
    const shuffled = observations.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, permuted]) => {
        expect(all(permuted)).toEqual(all(list));
      }),
    );
  });

  it('are the same whether observations come singly or as two batches', () => {
    fc.assert(
      fc.property(observations, observations, (left, right) => {
        expect(add(all(left), all(right))).toEqual(all([...left, ...right]));
      }),
    );
  });

  it('forget a reward that a later rating corrects', () => {
    fc.assert(
      fc.property(observations, rewardMicro, rewardMicro, (before, old, corrected) => {
        const counted = observe(all(before), { rewardMicro: old });
        const right = observe(all(before), { rewardMicro: corrected });
        expect(replaceReward(counted, old, corrected)).toEqual(right);
      }),
    );
  });

  it.each([NaN, Infinity, -1, 0.5, ONE_REWARD_MICRO + 1])('refuse a reward of %d', (reward) => {
    expect(() => observe(emptyArm, { rewardMicro: reward })).toThrow(RangeError);
    expect(() => replaceReward(all([{ rewardMicro: 1 }]), 1, reward)).toThrow(RangeError);
  });

  it.each([NaN, Infinity, -1, 0.5, 2 ** 53])('refuse a cost of %d', (cost) => {
    expect(() => observe(emptyArm, { costNano: cost })).toThrow(RangeError);
  });

  it('refuse to correct a reward that was never counted', () => {
    expect(() => replaceReward(emptyArm, 0, 1)).toThrow('never counted');
  });
});
