import { describe, expect, it } from 'vitest';
import {
  bookRound,
  emptyPacing,
  randomOf,
  settleRound,
  SettingsError,
  type DecisionInput,
  type Policy,
} from '#bandit';
import { describePolicy } from '../../../bandit/src/policy.conformance.js';
import { StateError } from '../state-error.js';
import { LearntSubsets } from './learnt-subsets.js';
import { selectCurve } from './select-curve.js';
import type { SelectExample } from './select-example.js';
import { examples, inputOf, MODELS, POEM, SKILLS, SUM } from './select-game.conformance.js';
import { decideBySubsets, selectPolicy, type SelectDecision } from './select-policy.js';
import type { SelectPolicySettings } from './select-policy-settings.js';
import { selectSettings } from './select-settings.js';
import { SubsetForecaster } from './subset-forecaster.js';
import { readSubsets, writeSubsets } from './subset-state.js';

const forecaster = LearntSubsets.from(MODELS, 3, 'any-win', examples(400), selectSettings());

function knowledgeOf(
  known: SubsetForecaster,
  input: DecisionInput,
  settings: SelectPolicySettings,
  priceFactors = new Map<string, number>(),
) {
  const steps = selectCurve(known, input, settings, priceFactors);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { forecaster: known, curve: value, priceFactors };
  }
}

function decided(
  text: string,
  own: Partial<SelectPolicySettings> = {},
  more: Partial<DecisionInput> = {},
  factors?: Map<string, number>,
): SelectDecision {
  const policy = selectPolicy({ exploration: 0, ...own });
  const input = inputOf(more);
  const knowledge = knowledgeOf(forecaster, input, policy.settings, factors);
  return decideBySubsets(
    policy,
    knowledge,
    { ...input, query: { text } },
    randomOf(1),
  ) as SelectDecision;
}

const chosen = (...terms: Parameters<typeof decided>): readonly string[] =>
  decided(...terms).combination;

describe('the policy select', () => {
  it('asks who is good at the query', () => {
    expect(chosen(POEM)[0]).not.toBe('reckoner');
    expect(chosen(SUM)[0]).not.toBe('poet');
  });

  it('asks the quick one that is good at it where seconds have a price', () => {
    const dear = { rewardPerSecond: 2 };
    expect(chosen(POEM, dear, { size: 3 })).toEqual(['poet']);
    expect(chosen(SUM, dear, { size: 3 })).toEqual(['reckoner']);
  });

  it('lets seconds cost dollars where the budget is short', () => {
    const short = { budgetNano: 20_000, size: 2 };
    const free = decided(SUM, {}, short);
    expect(free.priceOfMoney).toBeGreaterThan(0);
    const dear = decided(SUM, { usdPerSecond: 1 }, short);
    expect(dear.combination).toEqual(['reckoner']);
    expect(decided(SUM, { usdPerSecond: 1 }, { size: 2 }).priceOfMoney).toBe(0);
  });

  it('takes no more models than it takes to reach the target', () => {
    expect(chosen(POEM, { target: 0.7 }, { size: 3 })).toHaveLength(1);
    const sure = decided(POEM, { target: 0.97 }, { size: 3 });
    expect(sure.combination.length).toBeGreaterThan(1);
    expect(sure.foreseen.subsets[0]!.chance).toBeGreaterThanOrEqual(0.97);
  });

  it('keeps to a latency target, and is the quickest where nothing does', () => {
    const quick = decided(SUM, { latencyTargetMs: 1_500 }, { size: 2 });
    expect(quick.combination).not.toContain('sage');
    expect(quick.foreseen.subsets[0]!.latencyMs).toBeLessThanOrEqual(1_500);
    expect(chosen(SUM, { latencyTargetMs: 1 }, { size: 2 })).toEqual(['poet']);
  });

  it.each(['top-k', 'weighted-maximum'] as const)(
    'asks as many as the task says by %s',
    (family) => {
      expect(chosen(SUM, { family }, { size: 2 }).toSorted()).toEqual(['reckoner', 'sage']);
    },
  );

  it('asks only those that are predicted to succeed, then top-k', () => {
    const own = { family: 'predicted-then-top-k', sizes: 'fixed' } as const;
    expect(chosen(SUM, own, { size: 3 })).not.toContain('poet');
  });

  it.each(['priced', 'top-k', 'predicted-then-top-k', 'weighted-maximum'] as const)(
    'spends the budget and no more by %s',
    (family) => {
      const policy = selectPolicy({ family });
      const budgetNano = 20_000;
      const input = inputOf({ size: 2, budgetNano });
      const knowledge = knowledgeOf(forecaster, input, policy.settings);
      const random = randomOf(5);
      let pacing = emptyPacing;
      const rounds = 1_500;
      const past = examples(400);
      for (let round = 1; round <= rounds; round += 1) {
        const { query } = past[round % past.length]!;
        const now = { ...input, query, round, pacing };
        const { combination, expectedCostNano } = decideBySubsets(policy, knowledge, now, random);
        const paid = combination.reduce((sum, model) => sum + SKILLS[model]!.costNano, 0);
        pacing = settleRound(bookRound(pacing, expectedCostNano), expectedCostNano, paid);
      }
      expect(pacing.settledNano / rounds / budgetNano).toBeLessThan(1.03);
      expect(pacing.settledNano / rounds / budgetNano).toBeGreaterThan(0.5);
    },
  );

  it('takes a model for as dear as it is today', () => {
    const free = { size: 1, budgetNano: 300 };
    expect(chosen(SUM, {}, free)).toEqual(['reckoner']);
    const raised = new Map([['reckoner', 1_000]]);
    const [, reckoner] = decided(SUM, {}, free, raised).foreseen.models;
    expect(reckoner!.costNano / decided(SUM, {}, free).foreseen.models[1]!.costNano).toBeCloseTo(
      1_000,
      -1,
    );
    expect(chosen(SUM, {}, { budgetNano: 100 }, raised)).toEqual(['poet']);
  });

  it('decides by statistics where nothing was learnt, or not of who is offered', () => {
    const policy = selectPolicy();
    const stranger = { model: 'stranger', priorCostNano: 100 };
    const input = { ...inputOf({ offers: [stranger] }), query: { text: POEM } };
    for (const known of [null, knowledgeOf(forecaster, input, policy.settings)]) {
      const decision = decideBySubsets(policy, known, input, randomOf(1));
      expect(decision.combination).toEqual(['stranger']);
      expect('foreseen' in decision).toBe(false);
    }
  });

  it('refuses settings that are out of range or do not fit', () => {
    expect(() => selectPolicy({ sizes: 'fixed', target: 0.9 })).toThrow(SettingsError);
    expect(() => selectPolicy({ exploration: 2, leastQueries: 1 })).toThrow(
      /exploration is 2, must be from 0 to 1; leastQueries is 1/,
    );
    expect(() => selectPolicy({ folds: 1 })).toThrow('folds is 1, must be from 2 to 20');
  });
});

describe('what was learnt of subsets', () => {
  it('decides the same once it is read from the same bytes', () => {
    const bytes = writeSubsets(forecaster);
    const [one, other] = [readSubsets(bytes), readSubsets(bytes)];
    expect(writeSubsets(one)).toEqual(bytes);
    const query = { text: 'a sonnet of sums' };
    expect(other.of(query)).toEqual(one.of(query));
    const before = forecaster.of(query);
    one.of(query).confidences.forEach((confidence, at) => {
      expect(confidence).toBeCloseTo(before.confidences[at]!, 5);
    });
    expect(one.sample).toHaveLength(100);
  });

  it('refuses bytes that are nothing of the kind, or of another version', () => {
    expect(() => readSubsets(Uint8Array.of(1, 2))).toThrow(StateError);
    const other = new TextEncoder().encode('{"version": 0}');
    expect(() => readSubsets(other)).toThrow('has version 0, this is version 1');
  });
});

const ROLES = 7;
const COST_NANO = 1_000;

/** Learnt once of seven models, whose names and prices are those of the models on offer. */
function taught(rewardModel: 'any-win' | 'vote'): () => Policy {
  const roles = Array.from({ length: ROLES }, (_, role) => `x${role}`);
  const settings = selectSettings({ words: 16, folds: 2, draws: 4 });
  const learnt = LearntSubsets.from(roles, 4, rewardModel, pastOf(roles), settings);
  const policy = selectPolicy({ exploration: 0.2 });
  const known = new Map<string, ReturnType<typeof knowledgeOf>>();
  const knowledge = (input: DecisionInput): ReturnType<typeof knowledgeOf> => {
    const key = JSON.stringify([input.offers, input.size, input.rules]);
    const names = roles.map((role, at) => {
      const named = input.offers.find(({ model }) => model.endsWith(role))?.model;
      return (
        named ??
        (input.offers[at]?.model.endsWith(`x${at}`) ? role : input.offers[at]?.model) ??
        role
      );
    });
    const factors = input.offers.map((one) => [one.model, one.priorCostNano / COST_NANO] as const);
    const own = new SubsetForecaster({ ...learnt.knowledge, models: names });
    const made = known.get(key) ?? knowledgeOf(own, input, policy.settings, new Map(factors));
    known.set(key, made);
    return made;
  };
  return () => ({
    name: 'select',
    decide: (input, random) =>
      decideBySubsets(policy, knowledge(input), { ...input, query: { text: SUM } }, random),
  });
}

function pastOf(models: readonly string[]): SelectExample[] {
  const random = randomOf(3);
  return Array.from({ length: 24 }, (_, row) => ({
    query: { text: row % 2 === 0 ? POEM : SUM },
    outcomes: new Map(
      models.map((model, role) => {
        const right = random.next() < (role + 1) / 8;
        const outcome = {
          reward: Number(right),
          latencyMs: 100 * (1 + random.next()),
          outputTokens: null,
          costNano: COST_NANO,
          answer: right ? 'right' : `wrong ${row % 2}`,
        };
        return [model, outcome];
      }),
    ),
  }));
}

describePolicy('select, any-win', taught('any-win'), {}, ['any-win']);
describePolicy('select, vote', taught('vote'), {}, ['vote']);
