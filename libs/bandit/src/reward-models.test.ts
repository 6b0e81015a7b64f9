import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allIn } from './all-in.js';
import { anyWin } from './any-win.js';
import { describeRewardModel } from './reward-model.conformance.js';
import { rewardOf } from './reward-model.js';
import { rewardModels } from './reward-models.js';
import { sumUp } from './sum-up.js';

Object.values(rewardModels).forEach(describeRewardModel);

describe('the reward models', () => {
  it('earn what their formulas say', () => {
    expect(rewardOf(anyWin, [0.5, 0.8])).toBeCloseTo(0.9, 12);
    expect(rewardOf(sumUp, [0.5, 0.8])).toBeCloseTo(1.3, 12);
    expect(rewardOf(allIn, [0.5, 0.8])).toBeCloseTo(0.4, 12);
  });

  it('make any-win of p one minus all-in of 1 - p', () => {
    const means = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });
    fc.assert(
      fc.property(means, (list) => {
        const mirrored = list.map((mean) => 1 - mean);
        expect(rewardOf(anyWin, list)).toBeCloseTo(1 - rewardOf(allIn, mirrored), 12);
      }),
    );
  });

  it('never pay any-win for adding a model with less', () => {
    const mean = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(mean, mean, (reward, joining) => {
        expect(anyWin.with(reward, joining)).toBeGreaterThanOrEqual(reward - 1e-12);
      }),
    );
  });
});
