import { describe, expect, it } from 'vitest';
import { emptyArm, observe, type ArmStatistics } from '#bandit';
import { savingOf } from './saving.js';

function arm(rewardMicro: number, costs: readonly number[]): ArmStatistics {
  return costs.reduce((known, costNano) => observe(known, { rewardMicro, costNano }), emptyArm);
}

const SPENT = { count: 100, mean: 400, deviation: 200 };
const TWENTY = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 900 : 1_100));
const CHEAP = {
  model: 'small',
  given: [],
  statistics: arm(
    400_000,
    TWENTY.map(() => 10),
  ),
};
const BEST = { model: 'large', given: [], statistics: arm(900_000, TWENTY) };

describe('the saving against always the best model', () => {
  it('is what its mean call costs more than a round, within an interval of both', () => {
    const saving = savingOf(['small', 'large'], [CHEAP, BEST], SPENT)!;
    expect(saving).toMatchObject({ model: 'large', nano: 600, ratio: 0.6 });
    const half = 1.96 * Math.sqrt(100 ** 2 / 20 + 200 ** 2 / 100);
    expect(saving.highNano - saving.nano).toBeCloseTo(half, 9);
    expect(saving.nano - saving.lowNano).toBeCloseTo(half, 9);
  });

  it('tells what rounds earn more than that model, within an interval of both', () => {
    const earned = { count: 400, mean: 0.95, deviation: 0.2 };
    const { gain } = savingOf(['large'], [BEST], SPENT, earned)!;
    expect(gain!.mean).toBeCloseTo(0.05, 9);
    expect(gain!.high - gain!.mean).toBeCloseTo(1.96 * 0.01, 9);
    expect(savingOf(['large'], [BEST], SPENT)!.gain).toBeNull();
  });

  it('is below 0 where rounds cost more', () => {
    const saving = savingOf(['large'], [BEST], { ...SPENT, mean: 1_500 })!;
    expect([saving.nano, saving.ratio]).toEqual([-500, -0.5]);
  });

  it('looks at calls on any query, not at those that others had failed at', () => {
    const afterFailure = { model: 'small', given: ['large'], statistics: arm(1_000_000, TWENTY) };
    expect(savingOf(['small', 'large'], [afterFailure, BEST], SPENT)!.model).toBe('large');
  });

  it('names no model that hardly anything is known of, nor one that was withdrawn', () => {
    const few = { ...BEST, statistics: arm(1_000_000, TWENTY.slice(0, 9)) };
    expect(savingOf(['large'], [few], SPENT)).toBeNull();
    expect(savingOf(['small'], [CHEAP, BEST], SPENT)!.model).toBe('small');
    expect(savingOf(['large'], [BEST], { ...SPENT, count: 9 })).toBeNull();
  });
});
