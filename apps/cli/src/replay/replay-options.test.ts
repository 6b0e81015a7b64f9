import { describe, expect, it } from 'vitest';
import { meansTable, phasesOf } from '#replay';
import { assertEnough, driftOf } from './drift-option.js';
import { settingsByPolicy } from './policy-settings.js';
import { learnerOf } from './policies.js';
import { runOptions, termsOf, type RunFlags } from './replay-options.js';

const flags: RunFlags = {
  size: '2',
  budget: '0.001,2e-4',
  policy: 'c2mab-v',
  set: [],
  seeds: '5',
  drift: [],
};

describe('the options of a replay', () => {
  it('are read', () => {
    expect(runOptions(flags)).toMatchObject({
      budgetsNano: [1_000_000, 200_000],
      rounds: null,
      seeds: 5,
    });
    expect(termsOf('any-win', flags, 3)).toEqual({
      rewardModel: 'any-win',
      size: 2,
      charge: 'cascade',
    });
  });

  it('have no cascade where all models are asked', () => {
    expect(termsOf('sum-up', { ...flags, charge: 'cascade' }, 3).charge).toBe('whole');
  });

  it.each<[string, Partial<RunFlags>]>([
    ['--budget', { budget: 'much' }],
    ['--budget', { budget: '' }],
    ['--budget', { budget: '-1' }],
    ['--policy', { policy: 'a,a' }],
    ['--rounds', { rounds: '0' }],
    ['--seeds', { seeds: '1.5' }],
    ['--set', { set: ['alpha=1'] }],
    ['--set', { set: ['cucb.alpha=1'] }],
  ])('are refused by name: %s of %j', (option, changes) => {
    expect(() => runOptions({ ...flags, ...changes })).toThrow(option);
  });

  it('refuse a size that the models do not allow', () => {
    expect(() => termsOf('any-win', { ...flags, size: '4' }, 3)).toThrow('--size is 4');
  });
});

describe('a setting of a policy', () => {
  it('is a number where it looks like one', () => {
    const settings = settingsByPolicy(
      ['c2mab-v.alphaReward=1', 'c2mab-v.charge=whole'],
      ['c2mab-v'],
    );
    expect(settings.get('c2mab-v')).toEqual({ alphaReward: 1, charge: 'whole' });
  });

  const terms = { rewardModel: 'any-win', size: 2, charge: 'cascade' } as const;

  it('must be one that the policy has', () => {
    expect(() => learnerOf('c2mab-v', { alpha: 1 }, terms)).toThrow('c2mab-v has no setting alpha');
  });

  it('must be within its range', () => {
    expect(() => learnerOf('c2mab-v', { delta: 7 }, terms)).toThrow('delta is 7');
  });
});

describe('a drift', () => {
  it('is after a round, or after a part of all rounds', () => {
    expect(driftOf('a:score*0.5@T/2', ['a'], 100)).toEqual({
      model: 'a',
      round: 51,
      change: { of: 'score', factor: 0.5 },
    });
    expect(driftOf('*:price*2@10', ['a'], 100)).toMatchObject({
      round: 11,
      change: { of: 'price', factor: 2 },
    });
  });

  it('is a model that joins or leaves', () => {
    expect(driftOf('a:join@T/4', ['a'], 100)).toMatchObject({ round: 26, change: { of: 'join' } });
    expect(driftOf('a:leave@7', ['a'], 100)).toMatchObject({ round: 8, change: { of: 'leave' } });
  });

  it('is refused where too few models are left', () => {
    const means = meansTable(['a', 'b'].map((model) => ({ model, mean: 0.5, costNano: 1 })));
    const phases = phasesOf(means, [driftOf('a:leave@7', ['a', 'b'], 100)]);
    expect(() => assertEnough(phases, 1)).not.toThrow();
    expect(() => assertEnough(phases, 2)).toThrow('from round 8 on 1 models are offered');
  });

  it.each([
    'a:score',
    'a:cost*2@5',
    'b:score*2@5',
    'a:score*2@100',
    'a:score*-1@5',
    '*:leave@5',
    'a:join*2@5',
  ])('is refused if written as %s', (text) => {
    expect(() => driftOf(text, ['a'], 100)).toThrow('--drift');
  });
});
