import { describe, expect, it } from 'vitest';
import { observe, emptyArm, ONE_REWARD_MICRO } from './arm-statistics.js';
import { believedArms } from './believed-arm.js';
import { combinationValues } from './combination-values.js';
import { FailureStatistics } from './failure-statistics.js';
import { rewardEnvelope } from './reward-envelope.js';
import { rewardModels } from './reward-models.js';

function arm(rewards: number, mean: number, costNano: number) {
  let known = emptyArm;
  for (let at = 0; at < rewards; at += 1) {
    const rewardMicro = at < rewards * mean ? ONE_REWARD_MICRO : 0;
    known = observe(known, { rewardMicro, costNano });
  }
  return known;
}

const OFFERS = ['small', 'large', 'new'].map((model) => ({ model, priorCostNano: 1_000 }));
const STATISTICS = new Map([
  ['small', arm(99, 0.5, 1_000)],
  ['large', arm(99, 0.9, 9_000)],
]);
const ARMS = believedArms(OFFERS, STATISTICS);

describe('what is believed of models', () => {
  it('has an interval around the mean, and all of [0, 1] where nothing is known', () => {
    const [small, , fresh] = ARMS;
    expect(small!.low).toBeGreaterThan(0.39);
    expect(small!.high).toBeLessThan(0.61);
    expect(small!.costNano).toBe(1_000);
    expect(fresh).toMatchObject({ reward: 0.5, low: 0, high: 1, costNano: 1_000 });
  });
});

describe('the values of combinations', () => {
  it('are those of the reward model, each between its bounds', () => {
    const terms = { rewardModel: rewardModels['sum-up'], size: 2, charge: 'whole' as const };
    const values = combinationValues(ARMS, terms);
    expect(values.map(({ models }) => models)).toHaveLength(3);
    const both = values.find(({ models }) => models.join() === 'small,large')!;
    expect(both.reward).toBeCloseTo(1.4, 1);
    expect(both.cost).toBeCloseTo(9_920, -1);
    for (const { low, reward, high } of values) {
      expect(low).toBeLessThan(reward);
      expect(high).toBeGreaterThan(reward);
    }
  });

  it('reckon with models that fail together', () => {
    const independent = {
      rewardModel: rewardModels['any-win'],
      size: 2,
      charge: 'cascade' as const,
    };
    const failures = FailureStatistics.of([
      { model: 'small', given: [], statistics: arm(99, 0.5, 1_000) },
      { model: 'large', given: ['small'], statistics: arm(99, 0.1, 9_000) },
    ]);
    const [apart, together] = [independent, { ...independent, failures }].map((terms) =>
      combinationValues(ARMS, terms).find(({ models }) => models.join() === 'small,large')!,
    );
    expect(apart!.reward).toBeGreaterThan(0.9);
    expect(together!.reward).toBeLessThan(0.7);
    expect(together!.reward).toBeGreaterThan(0.5);
  });

  it('leave out what the rules forbid', () => {
    const terms = { rewardModel: rewardModels['any-win'], size: 2, charge: 'whole' as const };
    const values = combinationValues(ARMS, { ...terms, rules: { exclude: ['new'] } });
    expect(values.map(({ models }) => [...models].sort().join())).toEqual(
      expect.arrayContaining(['small', 'large', 'large,small']),
    );
    expect(values).toHaveLength(3);
  });

  it('are of the models most worth their money where there are very many', () => {
    const many = Array.from({ length: 40 }, (_, at) => ({
      model: `m${at}`,
      priorCostNano: 1_000 + at,
    }));
    const terms = { rewardModel: rewardModels['any-win'], size: 6, charge: 'cascade' as const };
    const values = combinationValues(believedArms(many, new Map()), terms);
    expect(values.length).toBeGreaterThan(1_000);
    expect(values.length).toBeLessThanOrEqual(20_000);
  });
});

describe('the envelope of rewards over cost', () => {
  it('has the corners that no mixture beats, as long as more money earns more', () => {
    const points = [
      { cost: 3, reward: 0.6 },
      { cost: 1, reward: 0.2 },
      { cost: 2, reward: 0.3 },
      { cost: 5, reward: 0.7 },
      { cost: 6, reward: 0.65 },
    ];
    expect(rewardEnvelope(points)).toEqual([1, 0, 3]);
    expect(rewardEnvelope([])).toEqual([]);
  });
});
