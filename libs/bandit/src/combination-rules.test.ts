import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { c2mabV } from './c2mab-v.js';
import { keepsRules, RulesError, type CombinationRules } from './combination-rules.js';
import { FailureStatistics } from './failure-statistics.js';
import { emptyPacing } from './pacing.js';
import type { DecisionInput } from './policy.js';
import { randomOf } from './random.js';

const models = ['a', 'b', 'c', 'd', 'e', 'f'];
const rules: CombinationRules = {
  exclude: ['f'],
  atLeastOneOf: [['c', 'd']],
  atMostOneOf: [['a', 'b']],
};

const inputs: fc.Arbitrary<DecisionInput> = fc
  .record({
    costs: fc.array(fc.integer({ min: 1_000, max: 900_000 }), { minLength: 6, maxLength: 6 }),
    rewardModel: fc.constantFrom('any-win', 'sum-up', 'all-in'),
    size: fc.integer({ min: 1, max: 3 }),
    budgetNano: fc.integer({ min: 500, max: 2_000_000 }),
    failing: fc.boolean(),
  })
  .map(({ costs, failing, ...rest }) => ({
    ...rest,
    offers: models.map((model, index) => ({ model, priorCostNano: costs[index]! })),
    statistics: new Map(),
    ...(failing && { failures: new FailureStatistics() }),
    round: 1,
    pacing: emptyPacing,
    rules,
  }));

describe.each(['combinations', 'models'] as const)('rules, relaxed over %s', (relaxation) => {
  it('are kept by every combination', () => {
    fc.assert(
      fc.property(inputs, fc.integer(), (input, seed) => {
        const { combination } = c2mabV({ relaxation }).decide(input, randomOf(seed));
        expect(keepsRules(combination, rules)).toBe(true);
      }),
    );
  });

  it('are refused where nothing keeps them', () => {
    const [input] = fc.sample(inputs, 1) as [DecisionInput];
    const impossible = { ...input, rules: { exclude: models } };
    const decide = () => c2mabV({ relaxation }).decide(impossible, randomOf(1));
    expect(decide).toThrow(RulesError);
    expect(decide).toThrow('keeps the rules');
  });
});
