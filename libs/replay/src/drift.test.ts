import { c2mabV, statisticsLearner, type Learner } from '#bandit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestMixture } from './best-mixture.js';
import { offeredTable, phaseAt, phasesOf, type Change, type Drift } from './drift.js';
import { expectedPoints } from './expected-points.js';
import { runSeed, type WitnessedRound } from './seed-run.js';
import { meansTable, syntheticEnvironment } from './synthetic-environment.js';

const ROUNDS = 4_000;
const BUDGET = 300_000;
const terms = { rewardModel: 'any-win', size: 1, charge: 'whole' } as const;
const means = meansTable([
  { model: 'small', mean: 0.5, costNano: 20_000 },
  { model: 'middle', mean: 0.7, costNano: 100_000 },
  { model: 'good', mean: 0.85, costNano: 200_000 },
  { model: 'dear', mean: 0.95, costNano: 1_500_000 },
]);
const names = [...means.models];

function play(drifts: readonly Drift[], learner: Learner, seed: number) {
  const phases = phasesOf(means, drifts);
  const rounds: WitnessedRound[] = [];
  const plan = { terms, budgetNano: BUDGET, rounds: ROUNDS, benchmarks: [{ from: 1, reward: 0 }] };
  const world = syntheticEnvironment(phases, terms);
  runSeed(world, learner, plan, seed, (round) => rounds.push(round));
  const best = phases.map((phase) =>
    bestMixture(expectedPoints(offeredTable(phase), terms), BUDGET),
  );
  return { rounds, best };
}

/** Over four seeds: what the choices of some rounds earn and cost on average. */
function figures(drifts: readonly Drift[], learnerOf: () => Learner, from: number, to: number) {
  const played = [1, 2, 3, 4].map((seed) => play(drifts, learnerOf(), seed));
  const rounds = played.flatMap(({ rounds: all }) => all.slice(from, to));
  const mean = (value: (round: WitnessedRound) => number) =>
    rounds.reduce((sum, round) => sum + value(round), 0) / rounds.length;
  return {
    reward: mean(({ played: { reward } }) => reward),
    spend: mean(({ played: { costNano } }) => costNano) / BUDGET,
    best: played[0]?.best.at(-1)?.reward ?? 0,
    callsOf: (model: string) =>
      rounds.filter(({ decision }) => decision.combination.includes(model)).length / 4,
  };
}

const forgetful = () => statisticsLearner(c2mabV(), { windowRounds: 1_000 });
const HALF = ROUNDS / 2 + 1;
const at = (model: string, change: Change): Drift[] => [{ model, round: HALF, change }];

describe('phases', () => {
  const change = fc.oneof(
    fc.record({
      of: fc.constantFrom('score', 'price'),
      factor: fc.double({ min: 0, max: 3, noNaN: true }),
    }),
    fc.record({ of: fc.constantFrom('join', 'leave') }),
  ) as fc.Arbitrary<Change>;
  const drift = fc.record({
    model: fc.constantFrom(...names),
    round: fc.integer({ min: 2, max: 9 }),
    change,
  });

  it('begin with the world as it is, come in order, and are a world each', () => {
    fc.assert(
      fc.property(fc.array(drift, { maxLength: 6 }), (drifts) => {
        const phases = phasesOf(means, drifts);
        expect(phases[0]).toMatchObject({ from: 1, table: means });
        phases.forEach((phase, index) => {
          expect(phaseAt(phases, phase.from)).toBe(index);
          const offered = offeredTable(phase);
          expect(offered.scores).toHaveLength(offered.models.length);
          expect(offered.costs).toHaveLength(offered.models.length);
          for (const [score = 0] of offered.scores) expect(score).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  it('offer a model that joins from its round on, and one that leaves until then', () => {
    const phases = phasesOf(means, [
      { model: 'good', round: 3, change: { of: 'join' } },
      { model: 'small', round: 5, change: { of: 'leave' } },
    ]);
    expect(phases.map((phase) => offeredTable(phase).models)).toEqual([
      ['small', 'middle', 'dear'],
      names,
      ['middle', 'good', 'dear'],
    ]);
  });
});

describe('a learner that forgets', () => {
  it('recovers within 1,000 rounds when the scores of its best model halve', () => {
    const halved = at('good', { of: 'score', factor: 0.5 });
    const { reward, spend, best } = figures(halved, forgetful, HALF + 999, ROUNDS);
    expect(reward / best).toBeGreaterThan(0.95);
    expect(spend).toBeLessThan(1.02);
  });

  it('spends the budget again within 1,000 rounds when prices double', () => {
    const doubled = at('*', { of: 'price', factor: 2 });
    const { reward, spend, best } = figures(doubled, forgetful, HALF + 999, ROUNDS);
    expect(reward / best).toBeGreaterThan(0.95);
    expect(spend).toBeLessThan(1.02);
    expect(figures(doubled, forgetful, 0, ROUNDS).spend).toBeLessThan(1.01);
  });
});

describe('a learner that never forgets', () => {
  const faithful = () => statisticsLearner(c2mabV());

  it('pays little for getting to know a model that joins, and then asks it where it is good', () => {
    const joined = at('good', { of: 'join' });
    const { reward, spend, best } = figures(joined, faithful, HALF + 999, ROUNDS);
    expect(reward / best).toBeGreaterThan(0.95);
    expect(figures(joined, faithful, HALF, HALF + 1_000).spend).toBeLessThan(1.03);
    expect(spend).toBeLessThan(1.02);
  });

  it('tries a bad dear model that joins no more than its price allows', () => {
    const bad = { ...at('dear', { of: 'score', factor: 0.2 })[0]!, round: 2 };
    const drifts = [bad, ...at('dear', { of: 'join' })];
    const { callsOf, spend } = figures(drifts, faithful, HALF, ROUNDS);
    expect(callsOf('dear')).toBeGreaterThan(0);
    expect(callsOf('dear') * 1_500_000).toBeLessThan(0.05 * BUDGET * (ROUNDS - HALF));
    expect(spend).toBeLessThan(1.02);
  });

  it('never asks a model that has left, and is at its best at once without it', () => {
    const left = at('good', { of: 'leave' });
    const after = figures(left, faithful, HALF, HALF + 500);
    expect(after.callsOf('good')).toBe(0);
    expect(after.reward / after.best).toBeGreaterThan(0.95);
  });

  it('spends the budget again after prices double, though past costs tell otherwise', () => {
    const doubled = at('*', { of: 'price', factor: 2 });
    expect(figures(doubled, faithful, HALF + 999, ROUNDS).spend).toBeLessThan(1.02);
    expect(figures(doubled, faithful, 0, ROUNDS).spend).toBeLessThan(1.01);
  });
});
