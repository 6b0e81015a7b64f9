import { keepsRules, randomOf } from '#bandit';
import { describe, expect, it } from 'vitest';
import { contextual, type ContextualLearner } from './contextual.js';
import type { Lesson, QueryTrace } from './query-trace.js';
import {
  COSTS,
  earlier,
  inputOf,
  MODELS,
  offers,
  queryOf,
  run,
} from './contextual-game.conformance.js';

describe('a contextual learner in service', () => {
  it('tries a model that joins, and comes to use it where it is better', () => {
    const learner = contextual();
    const old = offers.slice(0, 2);
    const world = randomOf(8);
    const chosen: string[] = [];
    for (let round = 1; round <= 1_000; round += 1) {
      const { text, calls } = queryOf(world);
      const input = { round, budgetNano: 1e9, offers: round <= 500 ? old : offers };
      const { combination } = learner.decide(inputOf(text, input), randomOf(round));
      const call = calls.find(({ model }) => model === combination[0])!;
      learner.learn({ text }, { combination, calls: [call], round });
      if (round > 800) chosen.push(combination[0]!);
    }
    expect(chosen.filter((model) => model === 'scholar').length).toBeGreaterThan(60);
  });

  it('expects twice the costs of a model at once when its price is doubled', () => {
    const learner = contextual();
    learner.warm(earlier(200));
    const costOf = () =>
      learner.decide(inputOf('stir the dough'), randomOf(1)).bounds[1]!.meanCostNano;
    const before = costOf();
    learner.reprice('versed', 2);
    expect(costOf() / before).toBeCloseTo(2, 1);
  });

  it('takes a vector in place of words', () => {
    const learner = contextual({ vectorSize: 2 });
    const vectors = { plain: [1, 0], scholar: [0, 1] } as const;
    for (let round = 1; round <= 200; round += 1) {
      const suited = round % 2 ? 'plain' : 'scholar';
      const query = { text: '', vector: vectors[suited] };
      const calls = MODELS.map((model) => ({
        model,
        rewardMicro: model === suited ? 1_000_000 : 0,
        costNano: COSTS[model],
      }));
      learner.learn(query, { combination: MODELS, calls, round });
    }
    const decide = (vector: readonly number[]) =>
      learner.decide(
        inputOf('', { query: { text: '', vector }, budgetNano: 1e9, round: 201 }),
        randomOf(1),
      ).combination;
    expect(decide([5, 0])).toEqual(['plain']);
    expect(decide([0, 1])).toEqual(['scholar']);
    expect(() => decide([1, 2, 3])).toThrow('a vector of 2 finite numbers, not 3');
  });

  it('forgets a model that has changed, where it is told to', () => {
    const meanAfter = (retention: number) => {
      const learner = contextual({ retention });
      const random = randomOf(10);
      for (let round = 1; round <= 700; round += 1) {
        const calls = [{ model: 'plain', rewardMicro: round <= 600 ? 1_000_000 : 0 }];
        const { text } = queryOf(random);
        learner.decide(inputOf(text, { round }), random);
        learner.learn({ text }, { combination: ['plain'], calls, round });
      }
      const { text } = queryOf(random);
      return learner.decide(inputOf(text), randomOf(1)).bounds[0]!.meanReward!;
    };
    expect(meanAfter(0.97)).toBeLessThan(0.2);
    expect(meanAfter(1)).toBeGreaterThan(meanAfter(0.97) + 0.1);
  });

  it('shortlists models where there are too many combinations', () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      model: `m${at}`,
      priorCostNano: 1_000 * (at + 1),
    }));
    const input = inputOf('one of sixty', { offers: many, size: 4, rewardModel: 'sum-up' });
    const { combination, bounds } = contextual().decide(input, randomOf(1));
    expect(combination).toHaveLength(4);
    expect(bounds).toHaveLength(60);
  });

  it('keeps the rules of the task, also where it shortlists models', () => {
    const many = Array.from({ length: 60 }, (_, at) => ({
      model: `m${at}`,
      priorCostNano: 1_000 * (at + 1),
    }));
    const rules = { exclude: ['m0'], atLeastOneOf: [['m0', 'm59']], atMostOneOf: [['m1', 'm2']] };
    const own = { offers: many, size: 3, rewardModel: 'sum-up', rules } as const;
    const { combination } = contextual().decide(inputOf('one of sixty', own), randomOf(1));
    expect(keepsRules(combination, rules)).toBe(true);
    const none = { ...own, rules: { atLeastOneOf: [['m98']] } };
    expect(() => contextual().decide(inputOf('none', none), randomOf(1))).toThrow('rules');
  });

  it('serves the cheapest and says so where no combination fits the budget', () => {
    const decision = contextual().decide(inputOf('anything', { budgetNano: 1_000 }), randomOf(1));
    expect(decision).toMatchObject({ combination: ['plain'], overBudget: true });
  });

  it('refuses a reward out of range and learns nothing of the round', () => {
    const learner = contextual();
    const calls = [{ model: 'plain', rewardMicro: Number.NaN }];
    expect(() => learner.learn({ text: 'a' }, { combination: ['plain'], calls, round: 1 })).toThrow(
      RangeError,
    );
    expect(learner.state()).toEqual(contextual().state());
  });

  it('refuses settings out of range, all at once', () => {
    expect(() => contextual({ words: 1.5, retention: 2 })).toThrow(
      'retention is 2, must be from 0.5 to 1; words is 1.5, must be an integer',
    );
  });
});

describe('the state of a contextual learner', () => {
  it('is decided from as if nothing had happened', () => {
    const kept = contextual();
    run(kept, 9, { rounds: 300 });
    const restored = contextual();
    restored.restore(kept.state());
    expect(restored.state()).toEqual(kept.state());
    const input = inputOf('the integral and the plea', { round: 301 });
    expect(restored.decide(input, randomOf(1))).toEqual(kept.decide(input, randomOf(1)));
  });

  it('is refused where it is cut off, of other settings, or something else', () => {
    const state = contextual().state();
    const restore = (bytes: Uint8Array, own = {}) => {
      contextual(own).restore(bytes);
    };
    expect(() => restore(state.subarray(0, state.length - 1))).toThrow('cut off');
    expect(() => restore(state.subarray(0, 2))).toThrow('cut off');
    expect(() => restore(state, { words: 512 })).toThrow('words 2048');
    expect(() => restore(Uint8Array.of(2, 0, 0, 0, 1, 1))).toThrow('no state');
  });
});

describe('a contextual learner of which there are several', () => {
  const lessonOf = (trace: QueryTrace, calls: Lesson['calls'], first = true): Lesson => ({
    trace: JSON.parse(JSON.stringify(trace)) as QueryTrace,
    first,
    calls,
  });

  it('decides and earns as one that takes notes itself', () => {
    const input = inputOf('stir the dough');
    const { trace: first, priceOfMoney, ...foreseen } = contextual().foresee(input, randomOf(1));
    expect(foreseen).toEqual(contextual().decide(input, randomOf(1)));
    expect(priceOfMoney, 'nothing is known to be worth more than the cheapest').toBe(0);
    const learner = contextual();
    let trace = first;
    const foreseeing: ContextualLearner = {
      ...learner,
      decide: (asked, random) => {
        const decision = learner.foresee(asked, random);
        ({ trace } = decision);
        return decision;
      },
      learn: (_query, { calls }) => {
        learner.study(lessonOf(trace, calls));
      },
    };
    const earned = run(foreseeing, 5);
    expect(earned.utilisation).toBeLessThan(1.02);
    expect(earned.rewardLastHalf).toBeGreaterThan(run(contextual(), 5).rewardLastHalf - 0.02);
  });

  it('knows the same as another that studied the same in the same order, whoever decided', () => {
    const [deciding, other] = [contextual(), contextual()];
    const world = randomOf(4);
    for (let round = 1; round <= 50; round += 1) {
      const { text, calls } = queryOf(world);
      const { trace } = deciding.foresee(inputOf(text, { round }), randomOf(round));
      deciding.study(lessonOf(trace, calls));
      other.study(lessonOf(trace, calls));
    }
    expect(deciding.state()).toEqual(other.state());
  });

  it('takes a corrected reward for what it is, once', () => {
    const learner = contextual();
    const calls = [{ model: 'plain', rewardMicro: 1_000_000, costNano: 20_000 }];
    const meanOf = () => learner.foresee(inputOf('stir the dough'), randomOf(1)).bounds[0]!;
    const { trace } = learner.foresee(inputOf('stir the dough'), randomOf(1));
    learner.study(lessonOf(trace, calls));
    const before = meanOf();
    const corrected = { model: 'plain', rewardMicro: 0, replacesMicro: 1_000_000 };
    learner.study(lessonOf(trace, [corrected], false));
    expect(meanOf().meanReward).toBeLessThan(before.meanReward! - 0.3);
    expect(meanOf()).toMatchObject({ rewards: 1, costs: 1 });
  });

  it('leaves out what was taken down under other settings', () => {
    const learner = contextual({ words: 64 });
    const { trace } = contextual().foresee(inputOf('stir the dough'), randomOf(1));
    const before = learner.state();
    learner.study(lessonOf(trace, [{ model: 'plain', rewardMicro: 0 }]));
    expect(learner.state()).toEqual(before);
  });

  it('goes by the words of a query that comes without its vector', () => {
    const learner = contextual({ vectorSize: 2 });
    const { trace } = learner.foresee(inputOf('stir the dough'), randomOf(1));
    expect(trace.indices.some((index) => index >= 7)).toBe(true);
  });
});
