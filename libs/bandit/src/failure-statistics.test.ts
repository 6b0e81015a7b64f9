import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureIncrements, FailureStatistics } from './failure-statistics.js';
import type { RoundObservation } from './round-observation.js';

const WON = 1_000_000;
const models = ['a', 'b', 'c', 'd'];

const rounds: fc.Arbitrary<RoundObservation[]> = fc.array(
  fc
    .record({
      order: fc.shuffledSubarray(models, { minLength: 1 }),
      wins: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      together: fc.boolean(),
    })
    .map(({ order, wins, together }) => {
      const first = order.findIndex((_, at) => wins[at]);
      const called = together || first < 0 ? order : order.slice(0, first + 1);
      const calls = called.map((model, at) => ({
        model,
        rewardMicro: wins[at] === true ? WON : 0,
        costNano: 100 + at,
      }));
      return { combination: order, calls, round: 1, together };
    }),
  { maxLength: 12 },
);

function learnt(observations: readonly RoundObservation[]): FailureStatistics {
  const statistics = new FailureStatistics();
  for (const one of observations.flatMap((round) => failureIncrements(round))) {
    statistics.observe(one);
  }
  return statistics;
}

function sorted({ rows }: FailureStatistics) {
  return rows.toSorted((left, right) =>
    `${left.model} ${left.given.join()}` < `${right.model} ${right.given.join()}` ? -1 : 1,
  );
}

describe('failure statistics', () => {
  it('know a model that was asked in turn only given that all before it failed', () => {
    const increments = failureIncrements({
      combination: ['c', 'a', 'b', 'd'],
      calls: [
        { model: 'c', rewardMicro: 0, costNano: 1 },
        { model: 'a', rewardMicro: 0, costNano: 2 },
        { model: 'b', rewardMicro: WON, costNano: 3 },
      ],
      round: 1,
    });
    expect(increments.map(({ model, given }) => `${model} given ${given.join('')}`)).toEqual([
      'c given ',
      'a given c',
      'b given ac',
    ]);
    expect(increments[2]?.observation).toEqual({ rewardMicro: WON, costNano: 3 });
  });

  it('know models that were asked together given each set of the others that failed', () => {
    const increments = failureIncrements({
      combination: ['a', 'b', 'c'],
      calls: [
        { model: 'a', rewardMicro: 0 },
        { model: 'b', rewardMicro: WON },
        { model: 'c', rewardMicro: 0 },
      ],
      round: 1,
      together: true,
    });
    expect(increments.map(({ model, given }) => `${model} given ${given.join('')}`)).toEqual([
      'a given ',
      'a given c',
      'b given ',
      'b given a',
      'b given c',
      'b given ac',
      'c given ',
      'c given a',
    ]);
  });

  it('are the same in whatever order rounds are observed', () => {
    fc.assert(
      fc.property(rounds, (observed) => {
        expect(sorted(learnt(observed.toReversed()))).toEqual(sorted(learnt(observed)));
      }),
    );
  });

  it('are the same from two batches of rows as from every round', () => {
    fc.assert(
      fc.property(rounds, rounds, (one, other) => {
        const added = FailureStatistics.of([...learnt(one).rows, ...learnt(other).rows]);
        expect(sorted(added)).toEqual(sorted(learnt([...one, ...other])));
      }),
    );
  });

  it('count the rewards that they hold, however they came', () => {
    fc.assert(
      fc.property(rounds, (observed) => {
        const statistics = learnt(observed);
        const rewards = statistics.rows.reduce((sum, row) => sum + row.statistics.rewards, 0);
        expect(statistics.observations).toBe(rewards);
        expect(FailureStatistics.of(statistics.rows).observations).toBe(rewards);
      }),
    );
  });
});
