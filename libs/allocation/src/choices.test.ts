import { describe, expect, it } from 'vitest';
import { rewardModels } from '#bandit';
import { MODELS, samples } from './batch.conformance.js';
import { Choices, inCallOrder, NoChoiceError } from './choices.js';

const forecast = {
  rewards: Float64Array.of(0.5, 0.8, 0.9),
  costsNano: Float64Array.of(10, 20, 100),
};

function appraised(rewardModel: keyof typeof rewardModels, size: number) {
  const choices = new Choices(MODELS, { rewardModel: rewardModels[rewardModel], size });
  const values = new Float64Array(choices.count);
  const costs = new Float64Array(choices.count);
  choices.appraise(forecast, values, costs);
  return (names: string) => {
    const choice = choices.combinations.findIndex(
      (_, at) => choices.namesOf(at).join(' ') === names,
    );
    return { value: values[choice]!, cost: costs[choice]! };
  };
}

describe('choices', () => {
  it('pay in a cascade for a later model only where those before it failed', () => {
    const of = appraised('any-win', 2);
    expect(of('plain versed').value).toBeCloseTo(0.9, 12);
    expect(of('plain versed').cost).toBeCloseTo(10 + 0.5 * 20, 12);
    expect(of('scholar')).toEqual({ value: 0.9, cost: 100 });
  });

  it('are worth the mean of their models where rewards are summed up, and all are paid', () => {
    const { value, cost } = appraised('sum-up', 2)('versed scholar');
    expect(value).toBeCloseTo(0.85, 12);
    expect(cost).toBe(120);
  });

  it('are worth the product where all must succeed', () => {
    expect(appraised('all-in', 3)('plain versed scholar').value).toBeCloseTo(0.36, 12);
  });

  it('leave out what the rules forbid, and refuse rules that leave none', () => {
    const terms = { rewardModel: rewardModels['any-win'], size: 1 };
    const choices = new Choices(MODELS, { ...terms, allows: ([model]) => model !== 'plain' });
    expect(choices.combinations.map((_, at) => choices.namesOf(at))).toEqual([
      ...[['versed'], ['scholar']].toReversed(),
    ]);
    expect(() => new Choices(MODELS, { ...terms, allows: () => false })).toThrow(NoChoiceError);
  });

  it('are played until the first success, and not at all where an outcome is unknown', () => {
    const choices = new Choices(MODELS, { rewardModel: rewardModels['any-win'], size: 2 });
    const both = choices.combinations.findIndex(
      (_, at) => choices.namesOf(at).join(' ') === 'plain versed',
    );
    const won = new Map([['plain', { reward: 1, costNano: 7 }]]);
    expect(choices.play(both, { outcomes: won })).toEqual({ reward: 1, costNano: 7 });
    const lost = new Map([['plain', { reward: 0, costNano: 7 }]]);
    expect(choices.play(both, { outcomes: lost })).toBeNull();
    const foreseen = choices.play(both, { outcomes: lost }, forecast);
    expect(foreseen).toEqual({ reward: 0.8, costNano: 7 + 20 });
    expect(choices.play(both, { outcomes: new Map() }, forecast)).toBeNull();
    lost.set('versed', { reward: 1, costNano: 5 });
    expect(choices.play(both, { outcomes: lost })).toEqual({ reward: 1, costNano: 12 });
  });

  it('ask first who earns most for a dollar', () => {
    expect(inCallOrder(['scholar', 'versed', 'plain'], samples(200, 3))).toEqual([
      'plain',
      'versed',
      'scholar',
    ]);
  });
});
