import { describe, expect, it } from 'vitest';
import { profileWorld } from './profile-world.js';
import type { ModelProfile, Profile } from './profile.js';

function model(score: number, outputTokens: number): ModelProfile {
  return {
    price: { inputUsdPerMillionTokens: 0.15, outputUsdPerMillionTokens: 0.6 },
    latency: { firstTokenMs: 300, perTokenMs: 10, spread: 0.3 },
    tasks: { sums: { score, outputTokens, outputSpread: 0.4 } },
  };
}

const profile: Profile = {
  sharedLuck: 0.8,
  tasks: { sums: { inputTokens: 140, inputSpread: 0.3 } },
  models: { small: model(0.6, 150), large: model(0.9, 250) },
};

const QUERIES = 20_000;
function means(world = profileWorld(profile, 1)) {
  const totals = { small: 0, large: 0, bothFail: 0, input: 0, output: 0, latency: 0 };
  for (let i = 0; i < QUERIES; i += 1) {
    const query = { id: `q${i}`, text: '', task: 'sums' };
    const small = world.outcomeOf(query, 'small')!;
    const large = world.outcomeOf(query, 'large')!;
    totals.small += small.score! / QUERIES;
    totals.large += large.score! / QUERIES;
    totals.bothFail += small.score === 0 && large.score === 0 ? 1 / QUERIES : 0;
    totals.input += large.inputTokens! / QUERIES;
    totals.output += large.outputTokens! / QUERIES;
    totals.latency += large.latencyMs! / QUERIES;
  }
  return totals;
}

describe('the world of a profile', () => {
  it('has the means that the profile states', () => {
    const { small, large, input, output, latency } = means();
    expect(small).toBeCloseTo(0.6, 1.7);
    expect(large).toBeCloseTo(0.9, 1.7);
    expect(Math.abs(input / 140 - 1)).toBeLessThan(0.02);
    expect(Math.abs(output / 250 - 1)).toBeLessThan(0.02);
    expect(Math.abs(latency / 2_800 - 1)).toBeLessThan(0.02);
  });

  it('lets models fail together more often than independence would', () => {
    // Shared for both with probability .8 ** 2: then both fail as often as the better one does.
    expect(means().bothFail).toBeCloseTo(0.64 * 0.1 + 0.36 * 0.4 * 0.1, 1.7);
    const apart = means(profileWorld({ ...profile, sharedLuck: 0 }, 1));
    expect(apart.bothFail).toBeCloseTo(0.4 * 0.1, 1.7);
  });

  it('gives the same outcome of the same query, and another of another seed', () => {
    const query = { id: null, text: 'How many?', task: null };
    const first = profileWorld(profile, 1).outcomeOf(query, 'small');
    expect(profileWorld(profile, 1).outcomeOf(query, 'small')).toEqual(first);
    expect(profileWorld(profile, 2).outcomeOf(query, 'small')).not.toEqual(first);
  });

  it('charges the price of the tokens, in nano-dollars', () => {
    const outcome = profileWorld(profile, 1).outcomeOf({ id: 'a', text: '', task: null }, 'small')!;
    const nano = outcome.inputTokens! * 150 + outcome.outputTokens! * 600;
    expect(Math.abs(outcome.costNano! - nano)).toBeLessThanOrEqual(1);
  });

  it('knows no other task or model', () => {
    const world = profileWorld(profile, 1);
    expect(world.outcomeOf({ id: 'a', text: '', task: 'words' }, 'small')).toBeUndefined();
    expect(world.outcomeOf({ id: 'a', text: '', task: 'sums' }, 'huge')).toBeUndefined();
  });
});
