import { c2mabV, statisticsLearner, type Learner } from '#bandit';
import { describe, expect, it } from 'vitest';
import { phasesOf } from './drift.js';
import type { OutcomeTable } from './outcome-table.js';
import { recordedEnvironment } from './recorded-environment.js';
import type { ReplayTerms } from './replay-terms.js';
import { runFigures } from './run-report.js';
import { runSeed, type SeedPlan, type WitnessedRound } from './seed-run.js';

const table: OutcomeTable = {
  models: ['cheap', 'dear'],
  queries: ['0', '1', '2', '3'].map((id) => ({ id, text: `query ${id}`, task: null })),
  scores: [Float64Array.of(1, 0, 0.5, 0), Float64Array.of(1, 1, 1, 0)],
  costs: [Float64Array.of(10, 10, 10, 10), Float64Array.of(100, 200, 300, 400)],
  leftOut: 0,
};
const terms: ReplayTerms = { rewardModel: 'any-win', size: 2, charge: 'cascade' };
const plan: SeedPlan = {
  terms,
  budgetNano: 1_000,
  rounds: 4,
  benchmarks: [{ from: 1, reward: 0.75 }],
};

/** Asks both models, the cheap one first. */
function bothModels(): Learner & { readonly learnt: string[] } {
  const learnt: string[] = [];
  return {
    name: 'both',
    learnt,
    decide: ({ budgetNano }) => ({
      combination: ['cheap', 'dear'],
      propensity: 1,
      expectedCostNano: 100,
      pacedBudgetNano: budgetNano,
      bounds: [],
      relaxed: { over: 'combinations', support: [], reward: 0, costNano: 0 },
      overBudget: false,
    }),
    learn: (_query, { calls }) => learnt.push(calls.map(({ model }) => model).join()),
    warm: () => undefined,
  };
}

function roundsOf(changes: Partial<ReplayTerms>, seed = 1): WitnessedRound[] {
  const rounds: WitnessedRound[] = [];
  const environment = recordedEnvironment([{ from: 1, table }], 'each-once');
  runSeed(environment, bothModels(), { ...plan, terms: { ...terms, ...changes } }, seed, (round) =>
    rounds.push(round),
  );
  return rounds.toSorted((a, b) => a.queryId.localeCompare(b.queryId));
}

describe('a replay of one seed', () => {
  it('plays each query once', () => {
    expect(roundsOf({}).map(({ queryId }) => queryId)).toEqual(['0', '1', '2', '3']);
  });

  it('calls, pays and observes a cascade only up to the first success', () => {
    const [first, second, , last] = roundsOf({});
    expect(first?.played).toMatchObject({ reward: 1, costNano: 10 });
    expect(first?.played.calls).toHaveLength(1);
    expect(second?.played).toMatchObject({ reward: 1, costNano: 210 });
    expect(last?.played).toMatchObject({ reward: 0, costNano: 410 });
  });

  it('calls, pays and observes all of a combination that is charged whole', () => {
    const [first, second] = roundsOf({ charge: 'whole' });
    expect(first?.played).toMatchObject({ reward: 1, costNano: 110 });
    expect(second?.played.calls).toMatchObject([{ rewardMicro: 0 }, { rewardMicro: 1_000_000 }]);
  });

  it('sums the scores for sum-up and multiplies them for all-in', () => {
    expect(roundsOf({ rewardModel: 'sum-up' })[2]?.played.reward).toBe(1.5);
    expect(roundsOf({ rewardModel: 'all-in' })[2]?.played.reward).toBe(0.5);
  });

  it('tosses a coin for a score between 0 and 1', () => {
    const calls = Array.from(
      { length: 400 },
      (_, seed) => roundsOf({}, seed)[2]?.played.calls.length ?? 0,
    );
    const firstFailed = calls.filter((count) => count === 2).length / 400;
    expect(firstFailed).toBeGreaterThan(0.42);
    expect(firstFailed).toBeLessThan(0.58);
  });

  it('tells the learner what was called and nothing more', () => {
    const learner = bothModels();
    runSeed(recordedEnvironment([{ from: 1, table }], 'each-once'), learner, plan, 1);
    expect(learner.learnt.filter((calls) => calls === 'cheap').length).toBeGreaterThanOrEqual(1);
    expect(learner.learnt).toContain('cheap,dear');
  });

  it('is the same again from the same seed, and another from another', () => {
    const world = recordedEnvironment([{ from: 1, table }], 'with-replacement');
    const long = { ...plan, rounds: 300 };
    const run = (seed: number) => runSeed(world, statisticsLearner(c2mabV()), long, seed);
    expect(run(1)).toEqual(run(1));
    expect(run(2).costNano).not.toBe(run(1).costNano);
  });

  it('changes the world from the round of a drift on', () => {
    const phases = phasesOf(table, [
      { model: 'dear', round: 3, change: { of: 'price', factor: 2 } },
    ]);
    const prices: number[] = [];
    const world = recordedEnvironment(phases, 'with-replacement').episode(1, 4);
    for (const round of [1, 2, 3, 4]) {
      world.advance(round);
      prices.push(world.offers[1]?.priorCostNano ?? 0);
    }
    expect(prices).toEqual([256, 256, 512, 512]);
  });
});

describe('the figures of runs', () => {
  const world = recordedEnvironment([{ from: 1, table }], 'with-replacement');
  const long = { ...plan, rounds: 1_000 };
  const runs = [1, 2, 3].map((seed) => runSeed(world, bothModels(), long, seed));
  const figures = runFigures(runs, long);

  it('agree with each other', () => {
    const last = figures.curve.at(-1);
    expect(figures.curve).toHaveLength(200);
    expect(last?.round).toBe(1_000);
    expect(last?.reward).toBeCloseTo(figures.reward.mean, 12);
    expect(last?.costUsd).toBeCloseTo(figures.costUsd.mean, 12);
    expect(figures.regret).toBeCloseTo(1_000 * (0.75 - figures.reward.mean), 6);
    expect(figures.violation.mean).toBeCloseTo(figures.utilisation.mean - 1, 12);
    expect(figures.utilisation.mean).toBeCloseTo(figures.costUsd.mean / 1e-6, 9);
    expect(figures.propensityMean).toBe(1);
  });

  it('have a standard error over seeds', () => {
    expect(figures.reward.stderr).toBeGreaterThan(0);
    expect(runFigures(runs.slice(0, 1), long).reward.stderr).toBe(0);
  });
});
