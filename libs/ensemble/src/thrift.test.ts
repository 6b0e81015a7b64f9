import { describe, expect, it } from 'vitest';
import { emptyArm, emptyPacing, observe, randomOf, type DecisionInput } from '#bandit';
import { describePolicy } from '../../bandit/src/policy.conformance.js';
import { thrift } from './thrift.js';

describePolicy('thrift, sets listed', () => thrift(), {}, ['vote']);
describePolicy(
  'thrift, sets searched',
  () => thrift({ listedSets: 0 }),
  { 'listed in any order': 'of equally good models the first listed is searched first' },
  ['vote'],
);

function armOf(right: number, judged: number, costNano = 1_000) {
  let arm = emptyArm;
  for (let call = 0; call < judged; call += 1)
    arm = observe(arm, { rewardMicro: call < right ? 1_000_000 : 0, costNano });
  return arm;
}

const models = ['a', 'b', 'c'];
const input: DecisionInput = {
  offers: models.map((model) => ({ model, priorCostNano: 1_000 })),
  statistics: new Map(models.map((model) => [model, armOf(850, 1_000)])),
  rewardModel: 'vote',
  labels: 2,
  size: 3,
  round: 3_000,
  budgetNano: 10_000,
  pacing: emptyPacing,
};

describe('thrift', () => {
  it('asks three where three are more often right than one', () => {
    const { combination, relaxed } = thrift().decide(input, randomOf(1));
    expect(combination).toHaveLength(3);
    expect(relaxed.reward).toBeGreaterThan(0.93);
  });

  it('charges the budget what the vote costs if it stops early', () => {
    const { expectedCostNano } = thrift().decide(input, randomOf(1));
    // The third is asked where the first two differ: in 2 * .85 * .15 of the rounds.
    expect(expectedCostNano).toBeGreaterThan(2_200);
    expect(expectedCostNano).toBeLessThan(2_300);
  });

  it('mixes two sets to spend what the budget allows', () => {
    const { relaxed } = thrift().decide({ ...input, budgetNano: 1_600 }, randomOf(1));
    expect(relaxed).toMatchObject({ over: 'combinations' });
    if (relaxed.over !== 'combinations') return;
    expect(relaxed.support.map(({ combination }) => combination.length).sort()).toEqual([1, 3]);
    expect(relaxed.costNano).toBeCloseTo(1_600, 3);
  });

  it('hears all out in so many rounds, and books what all of them cost', () => {
    const rounds = Array.from({ length: 1_000 }, (_, seed) =>
      thrift({ hearOut: 0.2 }).decide(input, randomOf(seed)),
    );
    const out = rounds.filter(({ heardOut }) => heardOut);
    expect(out.length).toBeGreaterThan(150);
    expect(out.length).toBeLessThan(250);
    expect(new Set(out.map(({ expectedCostNano }) => expectedCostNano))).toEqual(new Set([3_000]));
    const never = thrift({ hearOut: 0 });
    expect(rounds.some((_, seed) => never.decide(input, randomOf(seed)).heardOut)).toBe(false);
  });

  it('hears nobody out by money that is not left over', () => {
    const always = thrift({ hearOut: 1 });
    const spent = (nano: number) => ({
      rounds: 1_000,
      expectedNano: nano,
      settledExpectedNano: nano,
      settledNano: nano,
    });
    const heardOut = (pacing: DecisionInput['pacing']) =>
      always.decide({ ...input, pacing }, randomOf(1)).heardOut;
    expect(heardOut(spent(10_000_000))).toBe(true);
    expect(heardOut(spent(10_006_900))).toBe(true);
    expect(heardOut(spent(10_007_100))).toBeUndefined();
    const one = { ...input, size: 1 };
    expect(always.decide(one, randomOf(1)).heardOut).toBeUndefined();
  });

  it('asks a model never asked before', () => {
    const statistics = new Map([
      ['a', armOf(500, 1_000)],
      ['b', armOf(500, 1_000)],
    ]);
    const { combination } = thrift().decide({ ...input, statistics, size: 1 }, randomOf(1));
    expect(combination).toEqual(['c']);
  });

  it('refuses what is no vote, and settings it does not have', () => {
    const other: DecisionInput = { ...input, rewardModel: 'any-win' };
    expect(() => thrift().decide(other, randomOf(1))).toThrow('any-win is no vote');
    expect(() => thrift({ charge: 'whole' } as object)).toThrow('no setting charge');
    expect(() => thrift({ delta: 2, listedSets: -1 })).toThrow('listedSets is -1');
    expect(() => thrift({ hearOut: 1.1 })).toThrow('hearOut is 1.1, must be from 0 to 1');
    expect(() => thrift({ clusters: 2.5 })).toThrow('clusters is 2.5, must be an integer');
    expect(() => thrift({ clusters: 65 })).toThrow('clusters is 65, must be from 1 to 64');
    const odd = { errors: 'by-model' as 'uniform' };
    expect(() => thrift(odd)).toThrow('errors is by-model, must be uniform or by-label');
  });
});
