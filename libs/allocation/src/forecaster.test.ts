import { describe, expect, it } from 'vitest';
import { bestAlpha } from './alpha.js';
import { MODELS, samples, trained } from './batch.conformance.js';
import { NoHistoryError } from './sample.js';

const known = samples(300, 1);
const forecaster = trained(known);
const at = (model: (typeof MODELS)[number]) => forecaster.models.indexOf(model);

describe('a forecaster', () => {
  it('tells by the words which models will do', () => {
    const easy = forecaster.of({ text: 'how does the oven of a flour make the taste' }).rewards;
    const hard = forecaster.of({ text: 'how does the lemma of a proof make the prime' }).rewards;
    expect(easy[at('plain')]).toBeGreaterThan(0.6);
    expect(hard[at('plain')]).toBeLessThan(0.3);
    expect(hard[at('scholar')]).toBeGreaterThan(0.6);
  });

  it('tells what a call costs', () => {
    const { costsNano } = forecaster.of({ text: 'how does the oven of a flour make the taste' });
    expect(costsNano[at('scholar')]! / 600_000).toBeCloseTo(1, 0);
    expect(costsNano[at('plain')]! / 20_000).toBeCloseTo(1, 0);
  });

  it('keeps probabilities between 0 and 1, whatever the text', () => {
    for (const text of ['', 'oven '.repeat(500), 'unheard of words alone'])
      for (const reward of forecaster.of({ text }).rewards) {
        expect(reward).toBeGreaterThan(0);
        expect(reward).toBeLessThan(1);
      }
  });

  it('says the same for the same seed, and something else for another', () => {
    const query = { text: 'how does the court of a clause make the plea' };
    expect(trained(known, 7).of(query)).toEqual(trained(known, 7).of(query));
    expect(trained(known, 7).of(query)).not.toEqual(trained(known, 8).of(query));
  });

  it('foresees a sample without having seen it', () => {
    const odd = { query: { text: 'zebra' }, outcomes: new Map(known[0]!.outcomes) };
    for (const model of MODELS) odd.outcomes.set(model, { reward: 1, costNano: 1 });
    const seen = trained([...known, odd]);
    const held = seen.heldOut(known.length)!;
    expect(held.rewards[at('scholar')]).toBeLessThan(seen.of(odd.query).rewards[at('scholar')]!);
  });

  it('learns from samples that some models were not asked', () => {
    const partial = known.map(({ query, outcomes }, row) => ({
      query,
      outcomes: new Map([...outcomes].filter((_, model) => (row + model) % 2 === 0)),
    }));
    const { rewards } = trained(partial).of({ text: 'how does the lemma of a proof make it' });
    expect(rewards[at('scholar')]).toBeGreaterThan(rewards[at('plain')]! + 0.3);
  });

  it('refuses a model of which nothing is known', () => {
    const silent = known.map(({ query, outcomes }) => ({
      query,
      outcomes: new Map([...outcomes].filter(([model]) => model !== 'versed')),
    }));
    expect(() => trained(silent)).toThrow(NoHistoryError);
    expect(() => trained(silent)).toThrow(/no reward of model versed is known/);
  });
});

describe('alpha', () => {
  const estimates = [{ mean: 0.5, deviation: 0.2 }];

  it('is what foresees the true labels best', () => {
    expect(bestAlpha([Float64Array.of(0.7)], () => estimates)).toBe(1);
    expect(bestAlpha([Float64Array.of(0.4)], () => estimates)).toBe(-0.5);
    expect(bestAlpha([Float64Array.of(0.5)], () => estimates)).toBe(0);
  });

  it('does not count what is not known', () => {
    const rewards = [Float64Array.of(NaN, 0.3, 1)];
    expect(bestAlpha(rewards, (row) => (row === 2 ? null : estimates))).toBe(-1);
  });
});
