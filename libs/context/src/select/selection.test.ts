import { beforeAll, describe, expect, it } from 'vitest';
import { SettingsError } from '#bandit';
import { select, type Selection } from './selection.js';
import { UntaughtModelError } from './select-example.js';
import { examples, MODELS, POEM, SUM } from './select-game.conformance.js';
import { selectSettings } from './select-settings.js';
import { assertTerms, selectTermsDefaults, type SelectTerms } from './select-terms.js';
import { LearntSubsets } from './learnt-subsets.js';

describe('a subset by query', () => {
  let forecaster: LearntSubsets;
  beforeAll(() => {
    forecaster = LearntSubsets.from(MODELS, 3, 'any-win', examples(400), selectSettings());
  });

  const chosen = (
    text: string,
    own: Partial<SelectTerms> = {},
  ): Selection & { names: string[] } => {
    const terms = { ...selectTermsDefaults, size: 1, ...own };
    const selection = select(forecaster, forecaster.of({ text }), terms);
    return { ...selection, names: selection.members.map((member) => MODELS[member] as string) };
  };

  it('knows who is good at what', () => {
    expect(chosen(POEM, { way: 'max-confidence' }).names[0]).not.toBe('reckoner');
    expect(chosen(SUM, { way: 'max-confidence' }).names[0]).not.toBe('poet');
  });

  it('takes the quick one that is good at it when time has a price', () => {
    expect(chosen(POEM, { pricePerSecond: 0.1 }).names).toEqual(['poet']);
    expect(chosen(SUM, { pricePerSecond: 0.1 }).names).toEqual(['reckoner']);
  });

  it('takes the cheap one that is good at it when dollars have a price', () => {
    expect(chosen(SUM, { pricePerUsd: 1e4 }).names).toEqual(['reckoner']);
  });

  it('has as many models as asked for, or fewer where fewer may do', () => {
    expect(chosen(POEM, { size: 2 }).names).toHaveLength(2);
    expect(chosen(POEM, { size: 3, exactly: false, pricePerSecond: 1 }).names).toEqual(['poet']);
  });

  it('is the smallest that is likely enough to succeed', () => {
    expect(chosen(POEM, { size: 3, target: 0.7 }).names).toHaveLength(1);
    const sure = chosen(POEM, { size: 3, target: 0.97 });
    expect(sure.names.length).toBeGreaterThan(1);
    expect(sure.chance).toBeGreaterThanOrEqual(0.97);
  });

  it('has only models that are predicted to succeed, and the likeliest where none is', () => {
    expect(chosen(POEM, { way: 'labelled-top-k', size: 3 }).names).not.toContain('reckoner');
  });

  it('keeps to a latency target, and is the quickest where none does', () => {
    const quick = chosen(SUM, { size: 2, latencyTargetMs: 1_500 });
    expect(quick.names.toSorted()).toEqual(['poet', 'reckoner']);
    expect(quick.latencyMs).toBeLessThanOrEqual(1_500);
    expect(chosen(SUM, { size: 2, latencyTargetMs: 1 }).names.toSorted()).toEqual([
      'poet',
      'reckoner',
    ]);
    const byConfidence = chosen(SUM, { way: 'max-confidence', latencyTargetMs: 1_500 });
    expect(byConfidence.names).toEqual(['reckoner']);
  });

  it('takes as long as its slowest model at once, and less in a cascade than the sum', () => {
    const sage = chosen(SUM, { way: 'max-confidence', size: 3 });
    const cascade = chosen(SUM, { way: 'max-confidence', size: 3, execution: 'cascade' });
    expect(sage.latencyMs).toBeGreaterThan(4_000);
    expect(sage.latencyMs).toBeLessThan(6_500);
    expect(cascade.names[0]).toBe('reckoner');
    expect(cascade.latencyMs).toBeLessThan(2_500);
    expect(cascade.costNano).toBeLessThan(sage.costNano);
  });

  it('weighs votes by confidence where it says so', () => {
    const weighted = chosen(SUM, { way: 'weighted-max-confidence', size: 3 });
    expect(weighted.weights).toEqual(weighted.weights.toSorted((left, other) => other - left));
    expect(chosen(SUM, { way: 'max-confidence', size: 3 }).weights).toEqual([1, 1, 1]);
  });
});

describe('what is learnt for subsets', () => {
  it('is of models that were asked different queries', () => {
    const some = examples(400).map((example, at) => ({
      ...example,
      outcomes: new Map([...example.outcomes].filter((_, model) => (at + model) % 3 > 0)),
    }));
    const forecaster = LearntSubsets.from(MODELS, 2, 'vote', some, selectSettings());
    const calls = forecaster.of({ text: 'multiply 3 by 4' });
    expect(calls.confidences[1]).toBeGreaterThan(calls.confidences[0] as number);
  });

  it('refuses a model without a history', () => {
    const make = () =>
      LearntSubsets.from([...MODELS, 'new'], 2, 'vote', examples(20), selectSettings());
    expect(make).toThrow(UntaughtModelError);
    expect(make).toThrow(
      'no reward of model new is known: ask it some queries first, import outcomes of it, or leave it out',
    );
  });

  it('refuses a price of dollars where costs are unknown', () => {
    const free = examples(40).map(({ query, outcomes }) => ({
      query,
      outcomes: new Map([...outcomes].map(([model, one]) => [model, { ...one, costNano: null }])),
    }));
    const forecaster = LearntSubsets.from(MODELS, 2, 'all-in', free, selectSettings());
    const terms = { ...selectTermsDefaults, size: 2, pricePerUsd: 1 };
    expect(() => select(forecaster, forecaster.of({ text: 'x' }), terms)).toThrow(
      'no cost of model poet is known',
    );
  });

  it('refuses terms and settings out of range', () => {
    expect(() => {
      assertTerms({ ...selectTermsDefaults, size: 9, pricePerSecond: -1, target: 2 });
    }).toThrow(SettingsError);
    expect(() => selectSettings({ folds: 1, successAt: 0 })).toThrow(
      /folds is 1, must be from 2 to 20; successAt is 0/,
    );
  });
});
