import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costFactor, fitCosts } from './difficulty-costs.js';
import { FailureKnowledge } from './failure-knowledge.js';
import { failureIncrements, FailureStatistics } from './failure-statistics.js';
import { ModelSubsets } from './model-subsets.js';
import type { PlacedRow } from './placed-row.js';
import { poolingWeight } from './pooling.js';
import { randomOf, type Random } from './random.js';
import { fitDifficulty, unknownDifficulty, valueSets } from './shared-difficulty.js';

const MODELS = ['a', 'b', 'c', 'd'];
const SETS = new ModelSubsets(MODELS.length, 3);

interface Truth {
  readonly abilities: readonly number[];
  readonly spread: number;
}

/** Cascades in these orders, so many of each, on queries of a world; hard ones cost more. */
function played(truth: Truth, orders: readonly (readonly number[])[], times: number) {
  const random = randomOf(7);
  const failures = new FailureStatistics();
  for (let time = 0; time < times; time += 1) {
    for (const order of orders) {
      const ease = normal(random);
      const calls = [];
      for (const model of order) {
        const logit = (truth.abilities[model] ?? 0) + truth.spread * ease;
        const won = random.next() < 1 / (1 + Math.exp(-logit));
        const costNano = Math.round(1_000 * (model + 1) * Math.max(0.1, 1 - 0.2 * ease));
        calls.push({ model: MODELS[model]!, rewardMicro: won ? 1e6 : 0, costNano });
        if (won) break;
      }
      const combination = order.map((model) => MODELS[model]!);
      failureIncrements({ combination, calls, round: 1 }).forEach((one) => failures.observe(one));
    }
  }
  return failures;
}

function normal(random: Random): number {
  let sum = -6;
  for (let i = 0; i < 12; i += 1) sum += random.next();
  return sum;
}

function placed(failures: FailureStatistics): PlacedRow[] {
  return failures.rows.map((row) => {
    const model = MODELS.indexOf(row.model);
    const given = row.given.map((name) => MODELS.indexOf(name));
    const node = SETS.nodeOf([...given, model].sort());
    return { row, model, given, node, before: SETS.nodeOf(given) };
  });
}

const ORDERS = [
  [0, 1, 2],
  [1, 0, 3],
  [2, 3, 1],
];

describe('what makes models fail together', () => {
  it('is found from cascades, though no model but the first is seen on every query', () => {
    const truth = { abilities: [0.5, 1, -0.5, 2], spread: 2 };
    const found = fitDifficulty(placed(played(truth, ORDERS, 20_000)), unknownDifficulty(4));
    expect(found.spread).toBeCloseTo(2, 0);
    found.abilities.forEach((ability, model) =>
      expect(Math.abs(ability - truth.abilities[model]!)).toBeLessThan(0.15),
    );
  });

  it('is nothing where they fail independently', () => {
    const truth = { abilities: [0.5, 1, -0.5, 2], spread: 0 };
    const rows = placed(played(truth, ORDERS, 20_000));
    expect(fitDifficulty(rows, unknownDifficulty(4)).spread).toBeLessThan(0.3);
    expect(fitDifficulty([], { abilities: Float64Array.of(1, 2, 3, 4), spread: 3 })).toEqual(
      unknownDifficulty(4),
    );
  });

  it('does not depend on where the search starts', () => {
    const rows = placed(played({ abilities: [1, 0, -1, 1], spread: 1.5 }, ORDERS, 100));
    const fresh = fitDifficulty(rows, unknownDifficulty(4));
    const again = fitDifficulty(rows, { abilities: Float64Array.of(2, 2, 2, -2), spread: 3 });
    expect(again.spread).toBeCloseTo(fresh.spread, 3);
    fresh.abilities.forEach((ability, model) =>
      expect(again.abilities[model]).toBeCloseTo(ability, 3),
    );
  });

  it('makes more models fail the less likely, and the queries the harder', () => {
    const ability = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(ability, { minLength: 4, maxLength: 4 }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        (abilities, spread) => {
          const fails = new Float64Array(SETS.count);
          const eases = new Float64Array(SETS.count);
          valueSets({ abilities: Float64Array.from(abilities), spread }, SETS, fails, eases);
          for (let node = 1; node < SETS.count; node += 1) {
            const parent = SETS.parents[node]!;
            expect(fails[node]).toBeLessThan(fails[parent]!);
            expect(eases[node]).toBeLessThanOrEqual(eases[parent]! + 1e-9);
            const alone = fails[1 + SETS.lasts[node]!]!;
            expect(fails[node]! + 1e-12).toBeGreaterThanOrEqual(fails[parent]! * alone);
          }
        },
      ),
    );
  });
});

describe('what is common to all models', () => {
  it('weighs much where the rows follow it, and little where each goes its own way', () => {
    const rows = placed(played({ abilities: [0, 0.5, 1, 0], spread: 2 }, ORDERS, 2_000));
    const fails = new Float64Array(SETS.count);
    valueSets(fitDifficulty(rows, unknownDifficulty(4)), SETS, fails, new Float64Array(SETS.count));
    const own = rows.map((one, index) => ({
      ...one,
      row: {
        ...one.row,
        statistics: {
          ...one.row.statistics,
          rewardSumMicro: one.row.statistics.rewards * (index % 2 === 0 ? 2e5 : 8e5),
        },
      },
    }));
    expect(poolingWeight(rows, fails)).toBeGreaterThan(100);
    expect(poolingWeight(own, fails)).toBeLessThan(60);
    expect(poolingWeight([], fails)).toBeCloseTo(100, 6);
  });

  it('includes how much more a call costs where others failed', () => {
    const truth = { abilities: [0.5, 1, -0.5, 2], spread: 2 };
    const rows = placed(played(truth, ORDERS, 20_000));
    const eases = new Float64Array(SETS.count);
    valueSets(fitDifficulty(rows, unknownDifficulty(4)), SETS, new Float64Array(SETS.count), eases);
    const { base, slope } = fitCosts(rows, eases, 4);
    expect(slope).toBeCloseTo(0.2, 1);
    base.forEach((cost, model) => expect(cost / (1_000 * (model + 1))).toBeCloseTo(1, 1));
    expect(costFactor(slope, -1)).toBeGreaterThan(1.1);
    expect(costFactor(2, 3)).toBe(0.1);
  });
});

describe('the knowledge of failures', () => {
  it('knows what a model does on any query though it was only asked after failures', () => {
    const truth = { abilities: [1, 0.5, 1.5, 1], spread: 2 };
    const first = [[0], [1], [2], [3]];
    const means = knowledgeOf(played(truth, first, 10_000));
    const late = knowledgeOf(
      played(
        truth,
        [
          [0, 1, 2],
          [1, 0],
          [0, 3],
        ],
        10_000,
      ),
    );
    for (const model of [2, 3]) {
      const seen = late.meansOf(model);
      const real = means.meansOf(model);
      expect(Math.abs(seen.reward - real.reward)).toBeLessThan(0.06);
      expect(Math.abs(seen.costNano / real.costNano - 1)).toBeLessThan(0.1);
    }
  });
});

function knowledgeOf(failures: FailureStatistics): FailureKnowledge {
  const knowledge = new FailureKnowledge(SETS, MODELS.length);
  knowledge.learn(failures, MODELS);
  return knowledge;
}
