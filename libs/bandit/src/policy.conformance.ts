import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyArm, observe, type ArmStatistics } from './arm-statistics.js';
import { keepsRules } from './combination-rules.js';
import { emptyPacing } from './pacing.js';
import type { Decision, DecisionInput, Policy } from './policy.js';
import { randomOf } from './random.js';
import { draw } from './relaxed-solution.js';
import type { RewardModelName } from './reward-model.js';
import { rewardModels } from './reward-models.js';

const arm = fc.record({
  priorCostNano: fc.integer({ min: 10_000, max: 5_000_000 }),
  successes: fc.integer({ min: 0, max: 200 }),
  failures: fc.integer({ min: 0, max: 200 }),
});

const inputsOf = (rewardModels: readonly RewardModelName[]): fc.Arbitrary<DecisionInput> =>
  fc
    .record({
      arms: fc.array(arm, { minLength: 1, maxLength: 7 }),
      rewardModel: fc.constantFrom(...rewardModels),
      size: fc.integer({ min: 1, max: 4 }),
      round: fc.integer({ min: 1, max: 100_000 }),
      budgetNano: fc.integer({ min: 5_000, max: 8_000_000 }),
    })
    .map(({ arms, rewardModel, size, round, budgetNano }) => ({
      offers: arms.map(({ priorCostNano }, index) => ({ model: `x${index}`, priorCostNano })),
      statistics: new Map(arms.map((one, index) => [`x${index}`, statisticsOf(one)])),
      rewardModel,
      size: Math.min(size, arms.length),
      round,
      budgetNano,
      pacing: emptyPacing,
      ...(rewardModel === 'vote' && { labels: 3 }),
    }));

function statisticsOf(one: {
  priorCostNano: number;
  successes: number;
  failures: number;
}): ArmStatistics {
  let statistics = emptyArm;
  for (let call = 0; call < one.successes + one.failures; call += 1) {
    const rewardMicro = call < one.successes ? 1_000_000 : 0;
    statistics = observe(statistics, { rewardMicro, costNano: one.priorCostNano + call });
  }
  return statistics;
}

/** The same input, every model by another name. */
function renamed(input: DecisionInput): DecisionInput {
  return {
    ...input,
    offers: input.offers.map((offer) => ({ ...offer, model: `other ${offer.model}` })),
    statistics: new Map([...input.statistics].map(([model, one]) => [`other ${model}`, one])),
  };
}

const ALL_REWARD_MODELS = ['any-win', 'sum-up', 'all-in', 'vote'] as const;

/** The promises that some policies cannot make. */
export type PolicyPromise = 'listed in any order' | 'replayed' | 'as often' | 'serves the cheapest';

/**
 * The promises that every policy makes.
 * @param except those that this one cannot, each with the reason why
 * @param models the reward models that it decides by
 */
export function describePolicy(
  name: string,
  policyOf: () => Policy,
  except: Partial<Record<PolicyPromise, string>> = {},
  models: readonly [RewardModelName, ...RewardModelName[]] = ALL_REWARD_MODELS,
): void {
  const inputs = inputsOf(models);
  const promise = (of: PolicyPromise, sentence: string, holds: () => void): void => {
    const reason = except[of];
    if (reason === undefined) it(sentence, holds);
    else it.skip(`${sentence}: not here, since ${reason}`, holds);
  };
  const decide = (input: DecisionInput, seed: number): Decision =>
    policyOf().decide(input, randomOf(seed));

  describe(name, () => {
    it('decides the same from the same seed, whatever it decided before', () => {
      fc.assert(
        fc.property(inputs, inputs, fc.integer(), (input, earlier, seed) => {
          const policy = policyOf();
          policy.decide(earlier, randomOf(seed));
          expect(policy.decide(input, randomOf(seed))).toEqual(decide(input, seed));
        }),
      );
    });

    it('decides the same when models are renamed', () => {
      fc.assert(
        fc.property(inputs, fc.integer(), (input, seed) => {
          const decision = JSON.stringify(decide(input, seed)).replaceAll('"x', '"other x');
          expect(JSON.stringify(decide(renamed(input), seed))).toBe(decision);
        }),
      );
    });

    promise(
      'listed in any order',
      'earns and spends the same when models are listed in another order',
      () => {
        fc.assert(
          fc.property(inputs, (input) => {
            const { relaxed } = decide(input, 1);
            const turned = decide({ ...input, offers: input.offers.toReversed() }, 1).relaxed;
            expect(turned.reward).toBeCloseTo(relaxed.reward, 6);
            expect(turned.costNano / input.budgetNano).toBeCloseTo(
              relaxed.costNano / input.budgetNano,
              6,
            );
          }),
        );
      },
    );

    promise(
      'replayed',
      'explains a round in plain JSON, from which the draw can be replayed',
      () => {
        fc.assert(
          fc.property(inputs, fc.integer(), (input, seed) => {
            const decision = decide(input, seed);
            const stored = JSON.parse(JSON.stringify(decision)) as Decision;
            expect(stored).toEqual(decision);
            const { combination, propensity } = draw(stored.relaxed, randomOf(seed));
            expect(combination).toEqual(decision.combination);
            expect(propensity).toBe(decision.propensity);
          }),
        );
      },
    );

    promise('as often', 'draws each combination as often as its propensity says', () => {
      const examples = fc.sample(inputs, { numRuns: 10, seed: 7 });
      for (const input of examples) {
        const policy = policyOf();
        const drawn = new Map<string, { propensity: number; times: number }>();
        for (let seed = 0; seed < 2_000; seed += 1) {
          const { combination, propensity } = policy.decide(input, randomOf(seed));
          const known = drawn.get(combination.join()) ?? { propensity, times: 0 };
          drawn.set(combination.join(), { propensity, times: known.times + 1 });
        }
        for (const { propensity, times } of drawn.values()) {
          expect(Math.abs(times / 2_000 - propensity)).toBeLessThan(0.05);
        }
      }
    });

    it('asks as many models as the task says, each once', () => {
      fc.assert(
        fc.property(inputs, fc.integer(), (input, seed) => {
          const { combination, propensity, expectedCostNano } = decide(input, seed);
          expect(new Set(combination).size).toBe(combination.length);
          expect(combination.length).toBeGreaterThanOrEqual(1);
          expect(combination.length).toBeLessThanOrEqual(input.size);
          if (rewardModels[input.rewardModel].exactly) expect(combination).toHaveLength(input.size);
          expect(propensity).toBeGreaterThan(0);
          expect(propensity).toBeLessThanOrEqual(1);
          expect(Number.isSafeInteger(expectedCostNano)).toBe(true);
        }),
      );
    });

    it('keeps the rules of the task, whatever the models earn', () => {
      fc.assert(
        fc.property(inputs, fc.integer(), (input, seed) => {
          const names = input.offers.map(({ model }) => model);
          if (names.length < input.size + 2) return;
          const rules = {
            exclude: [names[0]!],
            atLeastOneOf: [[names[1]!, names[0]!]],
            atMostOneOf: rewardModels[input.rewardModel].exactly ? [] : [names.slice(1)],
          };
          const decision = decide({ ...input, rules }, seed);
          expect(keepsRules(decision.combination, rules)).toBe(true);
          expect(decision.propensity).toBeGreaterThan(0);
        }),
      );
    });

    it('refuses rules that no combination keeps', () => {
      const [input] = fc.sample(inputs, { numRuns: 1, seed: 1 });
      const rules = { exclude: input!.offers.map(({ model }) => model) };
      expect(() => decide({ ...input!, rules }, 1)).toThrow('keeps the rules');
    });

    it('refuses more models than there are', () => {
      const [input] = fc.sample(inputs, { numRuns: 1, seed: 1 });
      expect(() => decide({ ...input!, size: input!.offers.length + 1 }, 1)).toThrow('models');
    });

    promise(
      'serves the cheapest',
      'serves the cheapest and says so where no combination fits the budget',
      () => {
        const offers = [
          { model: 'dear', priorCostNano: 900_000 },
          { model: 'cheap', priorCostNano: 400_000 },
        ];
        const rest = { statistics: new Map(), round: 1, size: 1, pacing: emptyPacing } as const;
        const [rewardModel] = models;
        const input = { offers, rewardModel, labels: 2, budgetNano: 1_000, ...rest };
        expect(decide(input, 1)).toMatchObject({ combination: ['cheap'], overBudget: true });
        expect(decide({ ...input, budgetNano: 1e6 }, 1).overBudget).toBe(false);
      },
    );
  });
}
