import { c2mabV, explored, statisticsLearner, type RelaxedSolution } from '#bandit';
import { describe, expect, it } from 'vitest';
import { expectedPoints } from './expected-points.js';
import { offPolicy, weighed, type LoggedRound } from './off-policy.js';
import { outcomeBeliefs } from './outcome-beliefs.js';
import type { ReplayTerms } from './replay-terms.js';
import { runSeed } from './seed-run.js';
import { meansTable, syntheticEnvironment } from './synthetic-environment.js';

const terms: ReplayTerms = { rewardModel: 'any-win', size: 2, charge: 'whole' };
const table = meansTable([
  { model: 'a', mean: 0.4, costNano: 10_000 },
  { model: 'b', mean: 0.6, costNano: 40_000 },
  { model: 'c', mean: 0.8, costNano: 200_000 },
]);
const environment = syntheticEnvironment([{ from: 1, table }], terms);

/** A log of a learner that explores in a part of its rounds. */
function logOf(share: number, seed: number, rounds = 4_000): LoggedRound[] {
  const log: LoggedRound[] = [];
  const policy = explored(c2mabV({ charge: 'whole' }), { share, costAware: true, charge: 'whole' });
  runSeed(
    environment,
    statisticsLearner(policy),
    { terms, budgetNano: 60_000, rounds, benchmarks: [] },
    seed,
    ({ decision: { combination, propensity }, played: { reward, costNano } }) =>
      log.push({ combination, propensity, reward, costNano }),
  );
  return log;
}

function always(...parts: (readonly [number, ...string[]])[]): RelaxedSolution {
  const support = parts.map(([probability, ...combination]) => {
    const costNano = 0;
    return { combination, probability, reward: 0, costNano };
  });
  return { over: 'combinations', support, reward: 0, costNano: 0 };
}

const targets: [string, RelaxedSolution, number, number][] = [
  ['one model', always([1, 'c']), 0.8, 200_000],
  ['two models', always([1, 'a', 'b']), 0.76, 50_000],
  ['a mixture', always([0.5, 'b'], [0.5, 'b', 'c']), 0.5 * 0.6 + 0.5 * 0.92, 140_000],
];

function estimated(log: readonly LoggedRound[], target: RelaxedSolution) {
  const model = outcomeBeliefs(log, () => ({ reward: 0.5, costNano: 100_000 }));
  return offPolicy(log.map((round) => weighed(round, target, model)));
}

const LOGS = 120;
/** Of 120 intervals that cover with 95% each, fewer than 107 cover in one of a thousand tries. */
const LEAST_COVERED = 107;

describe.each(targets)(
  'an estimate of %s from the log of another policy',
  (_, target, reward, cost) => {
    const reports = Array.from({ length: LOGS }, (_, seed) => estimated(logOf(0.3, seed), target));

    it.each(['ips', 'snips', 'dr'] as const)(
      'covers the truth in some 95%% of logs, by %s',
      (by) => {
        const covered = (low: number, high: number, truth: number) => low <= truth && truth <= high;
        const rewards = reports.filter((one) =>
          covered(one.reward[by].low, one.reward[by].high, reward),
        );
        const costs = reports.filter((one) =>
          covered(one.costNano[by].low, one.costNano[by].high, cost),
        );
        expect(rewards.length).toBeGreaterThanOrEqual(LEAST_COVERED);
        expect(costs.length).toBeGreaterThanOrEqual(LEAST_COVERED);
      },
    );

    it('is supported by a log that explores', () => {
      const supported = reports.filter(({ isSupported }) => isSupported);
      expect(supported.length).toBeGreaterThanOrEqual(LEAST_COVERED);
    });
  },
);

describe('a log that says nothing of what another policy does', () => {
  it('does not support an estimate', () => {
    const log = logOf(0, 1).map((round) => ({ ...round, propensity: 1 }));
    const onlyAB = log.filter(({ combination }) => !combination.includes('c'));
    expect(estimated(onlyAB, always([1, 'c'])).isSupported).toBe(false);
  });

  it('supports what its own policy does', () => {
    const log = Array.from({ length: 500 }, (_, at) => ({
      combination: ['a'],
      propensity: 1,
      reward: at % 2,
      costNano: 10,
    }));
    const report = estimated(log, always([1, 'a']));
    expect(report.isSupported).toBe(true);
    expect(report.reward.ips.value).toBe(0.5);
    expect(report.reward.dr.value).toBeCloseTo(0.5, 12);
  });
});

describe('the world of these logs', () => {
  it('has the rewards that the truths are made of', () => {
    const best = expectedPoints(table, terms).at(-1);
    expect(best?.reward).toBeCloseTo(1 - 0.4 * 0.2, 12);
  });
});
