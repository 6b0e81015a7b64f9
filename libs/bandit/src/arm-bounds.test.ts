import { describe, expect, it } from 'vitest';
import { armBounds, type RadiusName } from './arm-bounds.js';
import { emptyArm, observe, type ArmStatistics } from './arm-statistics.js';

const optimism = { alphaReward: 0.3, alphaCost: 0.05, delta: 0.1, costPriorWeight: 2 };
const offers = [{ model: 'a', priorCostNano: 1_000 }];

function boundsAfter(arm: ArmStatistics, round = 100) {
  const [bounds] = armBounds(offers, new Map([['a', arm]]), round, optimism);
  if (bounds === undefined) throw new Error('one offer gives one bound');
  return bounds;
}

function asked(times: number, rewardMicro: number, costNano: number): ArmStatistics {
  let arm = emptyArm;
  for (let call = 0; call < times; call += 1) arm = observe(arm, { rewardMicro, costNano });
  return arm;
}

describe('the bounds of a model', () => {
  it('believe the best of a model never asked, and the price list', () => {
    const [bounds] = armBounds(offers, new Map(), 1, optimism);
    expect(bounds).toMatchObject({
      rewards: 0,
      meanReward: null,
      upperReward: 1,
      likelyReward: 0.5,
      meanCostNano: 1_000,
    });
  });

  it('close in on the means as observations come', () => {
    const few = boundsAfter(asked(20, 600_000, 4_000));
    const many = boundsAfter(asked(20_000, 600_000, 4_000));
    expect(many.upperReward).toBeCloseTo(0.6, 1);
    expect(many.upperReward).toBeLessThan(few.upperReward);
    expect(many.lowCostNano).toBeGreaterThan(few.lowCostNano);
    expect(many.lowCostNano / 4_000).toBeCloseTo(1, 2);
  });

  it('forgive a model its early failures while others are asked', () => {
    const both = [...offers, { model: 'b', priorCostNano: 1_000 }];
    const unlucky = asked(2, 0, 1_000);
    const upperOf = (times: number, alphaNeglect: number) => {
      const arms = new Map([
        ['a', unlucky],
        ['b', asked(times, 1_000_000, 1_000)],
      ]);
      const own = { ...optimism, alphaNeglect, rewardRadius: 'wilson' } as const;
      return armBounds(both, arms, times + 2, own)[0]!.upperReward;
    };
    expect(upperOf(2, 1)).toBe(upperOf(2, 0));
    expect(upperOf(5_000, 0)).toBeLessThan(0.75);
    expect(upperOf(5_000, 1)).toBeGreaterThan(0.85);
  });

  it('take the price list for so many observed costs', () => {
    expect(boundsAfter(asked(2, 0, 3_000)).meanCostNano).toBe(2_000);
  });

  it('learn a cost though no reward is known', () => {
    const bounds = boundsAfter(observe(emptyArm, { costNano: 4_000 }));
    expect(bounds).toMatchObject({ rewards: 0, meanReward: null, upperReward: 1, costs: 1 });
    expect(bounds.meanCostNano).toBe(2_000);
  });

  it('by Bernstein are closer for costs that hardly vary, and wider for one rare long answer', () => {
    const lowOf = (arm: ArmStatistics, costRadius: RadiusName) => {
      const own = { ...optimism, costRadius, alphaCost: 0.3 };
      return armBounds(offers, new Map([['a', arm]]), 100, own)[0]!.lowCostNano;
    };
    const steady = asked(2_000, 0, 4_000);
    expect(lowOf(steady, 'bernstein')).toBeGreaterThan(lowOf(steady, 'hoeffding'));
    const rare = observe(steady, { costNano: 4_000_000 });
    expect(lowOf(rare, 'bernstein')).toBeLessThan(lowOf(rare, 'hoeffding'));
  });

  it('stay in their ranges', () => {
    const bounds = boundsAfter(asked(1, 1_000_000, 1), 1e6);
    expect(bounds.upperReward).toBe(1);
    expect(bounds.lowCostNano).toBeGreaterThanOrEqual(0);
  });
});
