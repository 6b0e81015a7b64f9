import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { c2mabVDefaults } from './c2mab-v-settings.js';
import {
  bookRound,
  emptyPacing,
  pacedBudget,
  settleRound,
  violation,
  type Pacing,
} from './pacing.js';
import { randomOf } from './random.js';

const BUDGET = 1_000_000;
const cost = fc.integer({ min: 0, max: 20 * BUDGET });

/** The books of so many settled rounds that each cost so much and were expected to. */
function settled(rounds: number, costNano: number): Pacing {
  const total = rounds * costNano;
  return { rounds, expectedNano: total, settledExpectedNano: total, settledNano: total };
}

function paced(pacing: Pacing): number {
  return pacedBudget(pacing, BUDGET, c2mabVDefaults);
}

describe('the pacer', () => {
  it('starts with the budget and keeps to it while rounds cost just that', () => {
    expect(paced(emptyPacing)).toBe(BUDGET);
    expect(paced(settled(500, BUDGET))).toBe(BUDGET);
  });

  it('tightens the budget the more, the more was overspent, but never to nothing', () => {
    const debts = [100, 110, 200, 2_000, 1e6].map((spent) => paced(settled(100, spent * 1e4)));
    expect(debts).toEqual(debts.toSorted((left, right) => right - left));
    expect(debts.at(-1)).toBeGreaterThanOrEqual(1);
  });

  it('repays one rare dear answer slowly once many rounds have gone by, and at once before', () => {
    const shocked = (rounds: number) => {
      const books = bookRound(settled(rounds, BUDGET), BUDGET);
      return paced(settleRound(books, BUDGET, 100 * BUDGET)) / BUDGET;
    };
    expect(shocked(10_000)).toBeGreaterThan(0.75);
    expect(shocked(5_000)).toBeGreaterThan(0.55);
    expect(shocked(300)).toBeLessThan(0.25);
  });

  it('offers unspent money again, but not more than it may carry over', () => {
    expect(paced(settled(100, BUDGET / 2))).toBeGreaterThan(BUDGET);
    expect(paced(settled(1e7, 0))).toBe(paced(settled(2e7, 0)));
  });

  it('counts a round that is still open, and more than it expects', () => {
    const open = bookRound(settled(100, BUDGET), 5 * BUDGET);
    const known = settleRound(open, 5 * BUDGET, 5 * BUDGET);
    expect(paced(open)).toBeLessThan(paced(known));
    expect(paced(known)).toBeLessThan(BUDGET);
  });

  it('reckons with costs that turn out higher than expected', () => {
    const books: Pacing = {
      rounds: 1_000,
      expectedNano: 500 * BUDGET,
      settledExpectedNano: 500 * BUDGET,
      settledNano: 1_000 * BUDGET,
    };
    expect(paced(books) / BUDGET).toBeCloseTo(0.5, 1);
  });

  it('never lowers the budget because a settled round was cheaper', () => {
    fc.assert(
      fc.property(cost, cost, cost, (expected, one, other) => {
        const books = bookRound(settled(200, BUDGET), expected);
        const cheap = settleRound(books, expected, Math.min(one, other));
        const dear = settleRound(books, expected, Math.max(one, other));
        expect(paced(cheap)).toBeGreaterThanOrEqual(paced(dear));
      }),
    );
  });

  it('has the same books in whatever order rounds settle', () => {
    fc.assert(
      fc.property(cost, cost, cost, cost, (a, b, trueA, trueB) => {
        const books = bookRound(bookRound(emptyPacing, a), b);
        const forth = settleRound(settleRound(books, a, trueA), b, trueB);
        expect(settleRound(settleRound(books, b, trueB), a, trueA)).toEqual(forth);
      }),
    );
  });
});

describe.each([0.58, 0.75, 0.93, 1.2])('expected costs that are %d of the true ones', (part) => {
  const utilisation = spendOverRounds(part, 3_000);

  it('do not make the spend pass the budget by 3% from 500 rounds on', () => {
    expect(Math.max(...utilisation.slice(500))).toBeLessThan(1.03);
  });

  it('do not leave more than 5% of the budget unspent in the end', () => {
    expect(utilisation.at(-1)).toBeGreaterThan(0.95);
  });
});

/**
 * Average spend over the budget, round by round and averaged over seeds, of rounds that spend what they
 * may by their expected cost: mostly a tenth of the budget, now and then five of it. They
 * settle 50 rounds late.
 */
function spendOverRounds(expectedToTrue: number, rounds: number): number[] {
  const seeds = 20;
  const averages = new Array<number>(rounds).fill(0);
  for (let seed = 0; seed < seeds; seed += 1) {
    const random = randomOf(seed);
    const unsettled: (() => void)[] = [];
    let pacing = emptyPacing;
    let spent = 0;
    for (let round = 0; round < rounds; round += 1) {
      if (unsettled.length > 50) unsettled.shift()?.();
      const share = (paced(pacing) - 0.1 * BUDGET) / (4.9 * BUDGET);
      const expectedNano = (random.next() < share ? 5 : 0.1) * BUDGET;
      const trueNano = Math.round((expectedNano / expectedToTrue) * (0.5 + random.next()));
      pacing = bookRound(pacing, expectedNano);
      unsettled.push(() => (pacing = settleRound(pacing, expectedNano, trueNano)));
      spent += trueNano;
      averages[round]! += spent / ((round + 1) * BUDGET * seeds);
    }
  }
  return averages;
}

describe('the violation', () => {
  it('is signed', () => {
    expect(violation(settled(10, 1.2 * BUDGET), BUDGET)).toBeCloseTo(0.2, 12);
    expect(violation(settled(10, 0.7 * BUDGET), BUDGET)).toBeCloseTo(-0.3, 12);
    expect(violation(emptyPacing, BUDGET)).toBe(0);
  });

  it('takes open rounds for what their like turned out to cost', () => {
    const half = settleRound(bookRound(emptyPacing, BUDGET), BUDGET, 2 * BUDGET);
    expect(violation(bookRound(half, BUDGET), BUDGET)).toBeCloseTo(1, 12);
  });
});
