import { describe, expect, it } from 'vitest';
import { emptyArm, observe, type ArmStatistics } from './arm-statistics.js';
import { c2mabV } from './c2mab-v.js';
import { emptyPacing } from './pacing.js';
import { describePolicy } from './policy.conformance.js';
import type { DecisionInput } from './policy.js';
import { randomOf } from './random.js';

for (const relaxation of ['combinations', 'models'] as const) {
  for (const charge of ['cascade', 'whole'] as const) {
    describePolicy(`c2mab-v over ${relaxation}, charged ${charge}`, () =>
      c2mabV({ relaxation, charge }),
    );
  }
}

describe('c2mab-v', () => {
  const input: DecisionInput = {
    offers: [
      { model: 'known', priorCostNano: 1_000 },
      { model: 'unknown', priorCostNano: 1_000 },
    ],
    statistics: new Map([['known', failures(50)]]),
    rewardModel: 'any-win',
    size: 1,
    round: 51,
    budgetNano: 1_000_000,
    pacing: emptyPacing,
  };

  it('asks a model never asked before one that is known to fail', () => {
    expect(c2mabV().decide(input, randomOf(1)).combination).toEqual(['unknown']);
  });

  it('tries a model far above the budget only as often as money allows', () => {
    const offers = [
      { model: 'cheap', priorCostNano: 100_000 },
      { model: 'dear', priorCostNano: 4_000_000 },
    ];
    const statistics = new Map([['cheap', failures(50)]]);
    const policy = c2mabV();
    const asked = Array.from(
      { length: 1_000 },
      (_, seed) =>
        policy.decide({ ...input, offers, statistics, budgetNano: 500_000 }, randomOf(seed))
          .combination,
    );
    const dear = asked.filter((combination) => combination.includes('dear')).length;
    expect(dear).toBeGreaterThan(70);
    expect(dear).toBeLessThan(140);
  });

  it('relaxes over models by itself where combinations are too many to list', () => {
    const offers = Array.from({ length: 100 }, (_, index) => ({
      model: `m${index}`,
      priorCostNano: 1_000 + index,
    }));
    const wide = { ...input, offers, statistics: new Map(), size: 4 };
    expect(c2mabV().decide(wide, randomOf(1)).relaxed.over).toBe('models');
    expect(c2mabV().decide(input, randomOf(1)).relaxed.over).toBe('combinations');
  });
});

function failures(times: number): ArmStatistics {
  let arm = emptyArm;
  for (let call = 0; call < times; call += 1) {
    arm = observe(arm, { rewardMicro: 0, costNano: 1_000 });
  }
  return arm;
}
