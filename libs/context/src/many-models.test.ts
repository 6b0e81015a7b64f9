import { bookRound, emptyPacing, randomOf, settleRound } from '#bandit';
import { describe, expect, it } from 'vitest';
import { contextual } from './contextual.js';

const MODELS = Array.from({ length: 40 }, (_, at) => `m${at}`);
/** From .5 to .89, in no order of the names. */
const MEANS = MODELS.map((_, at) => 0.5 + ((at * 17) % 40) / 100);
const ROUNDS = 1_000;

/** The expected reward of the choices in the last half. */
function lastHalf(seed: number): number {
  const learner = contextual();
  const [world, choice] = [randomOf(seed), randomOf(seed + 1_000)];
  const offers = MODELS.map((model) => ({ model, priorCostNano: 1_000 }));
  let pacing = emptyPacing;
  let sum = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const query = { text: `question ${Math.floor(world.next() * 50)} of many` };
    const input = { query, offers, round, size: 1, budgetNano: 2_000, pacing };
    const { combination, expectedCostNano } = learner.decide(
      { ...input, rewardModel: 'any-win' },
      choice,
    );
    const [model = ''] = combination;
    const mean = MEANS[MODELS.indexOf(model)] ?? 0;
    const rewardMicro = world.next() < mean ? 1_000_000 : 0;
    learner.learn(query, { combination, calls: [{ model, rewardMicro, costNano: 1_000 }], round });
    pacing = settleRound(bookRound(pacing, expectedCostNano), expectedCostNano, 1_000);
    if (round > ROUNDS / 2) sum += mean;
  }
  return sum / (ROUNDS / 2);
}

describe('the contextual learner among many models', () => {
  it('settles on a good one soon, instead of searching for the best', () => {
    const seeds = [1, 2, 3, 4, 5, 6];
    const mean = seeds.reduce((sum, seed) => sum + lastHalf(seed), 0) / seeds.length;
    expect(mean).toBeGreaterThan(0.82);
  });
});
