import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { c2mabV } from './c2mab-v.js';
import type { Forgetting } from './forgetting.js';
import type { RoundObservation } from './round-observation.js';
import { emptyPacing } from './pacing.js';
import { randomOf } from './random.js';
import { RoundMemory } from './round-memory.js';
import { statisticsLearner } from './statistics-learner.js';

const one = fc.record({
  round: fc.integer({ min: 1, max: 1_000 }),
  won: fc.boolean(),
  costNano: fc.integer({ min: 0, max: 1_000 }),
});
const observations = fc.array(
  one.map(({ round, won, costNano }): RoundObservation => ({
    combination: ['a', 'b'],
    calls: [
      { model: 'a', rewardMicro: 0, costNano },
      { model: 'b', rewardMicro: won ? 1_000_000 : 0, costNano },
    ],
    round,
  })),
  { maxLength: 40 },
);
const forgettings: fc.Arbitrary<Forgetting> = fc.constantFrom(
  {},
  { halfLifeRounds: 100 },
  { windowRounds: 200 },
  { halfLifeRounds: 300, windowRounds: 500 },
);

function recalledAt(round: number, from: readonly RoundObservation[], forgetting: Forgetting) {
  const memory = new RoundMemory(forgetting);
  for (const observation of from) memory.learn(observation, true);
  const { statistics, failures } = memory.recall(round);
  const rows = failures.rows.map((row) => [`${row.model} ${row.given.join()}`, row.statistics]);
  return { statistics: new Map(statistics), rows: new Map(rows as [string, unknown][]) };
}

describe('the memory of rounds', () => {
  it('is the same in whatever order rounds were observed', () => {
    fc.assert(
      fc.property(observations, forgettings, (all, forgetting) => {
        const forth = recalledAt(1_000, all, forgetting);
        expect(recalledAt(1_000, all.toReversed(), forgetting)).toEqual(forth);
      }),
    );
  });

  it('is the same whether it was asked in between or not, but for rounding', () => {
    fc.assert(
      fc.property(observations, forgettings, (all, forgetting) => {
        const memory = new RoundMemory(forgetting);
        const ordered = all.toSorted((left, right) => left.round - right.round);
        for (const observation of ordered) {
          memory.recall(observation.round);
          memory.learn(observation, true);
        }
        const { statistics } = memory.recall(1_000);
        expect(statistics).toEqual(recalledAt(1_000, ordered, forgetting).statistics);
      }),
    );
  });

  it('forgets nothing unless told to', () => {
    const [early] = fc.sample(
      observations.filter((all) => all.length > 0),
      1,
    ) as [RoundObservation[]];
    expect(recalledAt(1e6, early, {}).statistics.get('a')?.costs).toBe(early.length);
  });

  it('halves in a half-life and ends with the window', () => {
    const calls = [{ model: 'a', rewardMicro: 1_000_000, costNano: 1_000 }];
    const all = [{ combination: ['a'], calls, round: 100 }];
    const costs = (round: number, forgetting: Forgetting) =>
      recalledAt(round, all, forgetting).statistics.get('a')?.costs;
    expect(costs(300, { halfLifeRounds: 200 })).toBeCloseTo(0.5, 9);
    expect(costs(250, { windowRounds: 200 })).toBe(1);
    expect(costs(300, { windowRounds: 200 })).toBeUndefined();
  });

  it.each([{ halfLifeRounds: 1 }, { windowRounds: NaN }])('refuses %j', (forgetting) => {
    expect(() => new RoundMemory(forgetting)).toThrow('must be from 20');
  });
});

/** Cheap and good; dear and better; a third that comes and goes. */
const OFFERS = [
  { model: 'cheap', priorCostNano: 10_000 },
  { model: 'dear', priorCostNano: 20_000 },
];

/** How often each model is asked in the last 300 of so many rounds. */
function askedLately(
  rounds: number,
  forgetting: Forgetting,
  chanceOf: (model: string, round: number) => number,
  offersOf: (round: number) => typeof OFFERS = () => OFFERS,
) {
  const learner = statisticsLearner(c2mabV(), forgetting);
  const random = randomOf(1);
  const asked = new Map<string, number>();
  for (let round = 1; round <= rounds; round += 1) {
    const query = { text: '' };
    const { combination } = learner.decide(
      {
        query,
        offers: offersOf(round),
        round,
        rewardModel: 'any-win',
        size: 1,
        budgetNano: 100_000,
        pacing: emptyPacing,
      },
      random,
    );
    const model = combination[0]!;
    const rewardMicro = random.next() < chanceOf(model, round) ? 1_000_000 : 0;
    learner.learn(query, { combination, calls: [{ model, rewardMicro, costNano: 10_000 }], round });
    if (round > rounds - 300) asked.set(model, (asked.get(model) ?? 0) + 1 / 300);
  }
  return asked;
}

describe('a learner in a world that changes', () => {
  it('leaves a model whose success halves', () => {
    const halving = (model: string, round: number) =>
      model === 'dear' ? 0.6 : round > 2_000 ? 0.45 : 0.9;
    const asked = askedLately(3_000, { halfLifeRounds: 200 }, halving);
    expect(asked.get('dear')).toBeGreaterThan(0.8);
  });

  it('finds a model that joins in service and is better', () => {
    const joined = [...OFFERS, { model: 'new', priorCostNano: 20_000 }];
    const asked = askedLately(
      3_000,
      {},
      (model) => (model === 'new' ? 0.95 : 0.6),
      (round) => (round > 2_000 ? joined : OFFERS),
    );
    expect(asked.get('new')).toBeGreaterThan(0.8);
  });

  it('goes on without a model that is withdrawn', () => {
    const asked = askedLately(
      1_200,
      {},
      (model) => (model === 'dear' ? 0.9 : 0.5),
      (round) => (round > 800 ? OFFERS.slice(0, 1) : OFFERS),
    );
    expect([...asked.keys()]).toEqual(['cheap']);
  });
});
