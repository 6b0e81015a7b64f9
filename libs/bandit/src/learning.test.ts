import { describe, expect, it } from 'vitest';
import { emptyArm, observe, type ArmStatistics } from './arm-statistics.js';
import { c2mabV } from './c2mab-v.js';
import { bestMixture } from './mixture.js';
import type { ModelOffer } from './model-offer.js';
import { bookRound, emptyPacing, settleRound } from './pacing.js';
import type { Policy } from './policy.js';
import { randomOf, type Random } from './random.js';
import type { RewardModelName } from './reward-model.js';
import { rewardModels } from './reward-models.js';

/** A world in which models fail together, and the queries they fail at are the long ones. */
const MODELS = [
  { model: 'tiny', success: 0.35, costNano: 50_000 },
  { model: 'small', success: 0.55, costNano: 80_000 },
  { model: 'middle', success: 0.7, costNano: 200_000 },
  { model: 'large', success: 0.78, costNano: 450_000 },
  { model: 'huge', success: 0.83, costNano: 1_600_000 },
  { model: 'vast', success: 0.86, costNano: 4_000_000 },
] as const;
const SIZE = 3;
/** How often a model's success is decided by the query's difficulty alone. */
const TOGETHER = 0.8;
/** Rounds that pass until a round's costs and rewards are known. */
const DELAY = 50;

type Outcomes = ReadonlyMap<string, { readonly success: boolean; readonly costNano: number }>;

function outcomesOf(random: Random): Outcomes {
  const difficulty = random.next();
  return new Map(
    MODELS.map(({ model, success, costNano }) => {
      const chance = random.next() < TOGETHER ? difficulty : random.next();
      const length = (0.25 + 1.5 * difficulty) * (0.6 + 0.8 * random.next());
      return [model, { success: chance < success, costNano: Math.round(costNano * length) }];
    }),
  );
}

/** What a combination earns and costs in one query, and which models it calls. */
function play(combination: readonly string[], outcomes: Outcomes, name: RewardModelName) {
  const rewardModel = rewardModels[name];
  let reward = rewardModel.none;
  let cost = 0;
  const called: string[] = [];
  for (const model of combination) {
    const outcome = outcomes.get(model)!;
    reward = rewardModel.with(reward, outcome.success ? 1 : 0);
    cost += outcome.costNano;
    called.push(model);
    if (rewardModel.cascade && outcome.success) break;
  }
  return { reward, cost, called };
}

interface Run {
  readonly rewardLastHalf: number;
  /** Average spend over the budget, after each round. */
  readonly utilisation: readonly number[];
}

function run(policy: Policy, rewardModel: RewardModelName, budgetNano: number, seed: number): Run {
  const rounds = 3_000;
  const chance = randomOf(seed);
  const world = randomOf(seed + 1_000_000);
  const offers: ModelOffer[] = MODELS.map(({ model, costNano }) => ({
    model,
    priorCostNano: costNano,
  }));
  const statistics = new Map<string, ArmStatistics>();
  const unsettled: (() => void)[] = [];
  const utilisation: number[] = [];
  let pacing = emptyPacing;
  let spent = 0;
  let rewardLastHalf = 0;
  for (let round = 1; round <= rounds; round += 1) {
    if (unsettled.length > DELAY) unsettled.shift()?.();
    const decision = policy.decide(
      { offers, statistics, round, rewardModel, size: SIZE, budgetNano, pacing },
      chance,
    );
    const outcomes = outcomesOf(world);
    const { reward, cost, called } = play(decision.combination, outcomes, rewardModel);
    pacing = bookRound(pacing, decision.expectedCostNano);
    unsettled.push(() => {
      pacing = settleRound(pacing, decision.expectedCostNano, cost);
      for (const model of called) {
        const { success, costNano } = outcomes.get(model)!;
        const arm = statistics.get(model) ?? emptyArm;
        statistics.set(model, observe(arm, { rewardMicro: success ? 1_000_000 : 0, costNano }));
      }
    });
    spent += cost;
    utilisation.push(spent / (round * budgetNano));
    if (round > rounds / 2) rewardLastHalf += reward / (rounds / 2);
  }
  return { rewardLastHalf, utilisation };
}

/** The best fixed mixture in hindsight, over every combination in every order. */
function bestInHindsight(rewardModel: RewardModelName, budgetNano: number) {
  const random = randomOf(99);
  const queries = Array.from({ length: 4_000 }, () => outcomesOf(random));
  const points = orders(rewardModels[rewardModel].exactly).map((combination) => {
    const played = queries.map((outcomes) => play(combination, outcomes, rewardModel));
    const mean = (value: (one: { reward: number; cost: number }) => number) =>
      played.reduce((sum, one) => sum + value(one) / queries.length, 0);
    return { reward: mean((one) => one.reward), cost: mean((one) => one.cost) };
  });
  const mixture = bestMixture(points, budgetNano);
  if (mixture === null) throw new Error('the world has a combination within the budget');
  return mixture;
}

function orders(exactly: boolean): string[][] {
  const longer = (shorter: readonly string[][]) =>
    shorter.flatMap((begun) =>
      MODELS.filter(({ model }) => !begun.includes(model)).map(({ model }) => [...begun, model]),
    );
  const one = longer([[]]);
  const two = longer(one);
  const three = longer(two);
  return exactly ? three : [...one, ...two, ...three];
}

const tasks = [
  ['any-win', 300_000],
  ['any-win', 800_000],
  ['sum-up', 2_000_000],
  ['all-in', 2_000_000],
] as const;

describe.each(tasks)('a cold start at %s within %d nano-dollars', (rewardModel, budgetNano) => {
  const relaxations = ['combinations', 'models'] as const;
  const runs = relaxations.flatMap((relaxation) =>
    [1, 2, 3, 4, 5].map((seed) => run(c2mabV({ relaxation }), rewardModel, budgetNano, seed)),
  );
  const mean = (value: (one: Run) => number) =>
    runs.reduce((sum, one) => sum + value(one) / runs.length, 0);

  it('approaches the best mixture in hindsight', () => {
    const best = bestInHindsight(rewardModel, budgetNano);
    expect(mean((one) => one.rewardLastHalf)).toBeGreaterThan(0.97 * best.reward);
  });

  it('spends within 3% of the budget on average from 500 rounds on', () => {
    for (let round = 500; round <= 3_000; round += 1) {
      expect(mean((one) => one.utilisation[round - 1]!)).toBeLessThan(1.03);
    }
    for (const one of runs) expect(Math.max(...one.utilisation.slice(999))).toBeLessThan(1.04);
  });

  it('does not overspend massively while it explores', () => {
    for (const one of runs) expect(Math.max(...one.utilisation.slice(99))).toBeLessThan(1.6);
  });

  it('keeps using the budget, since more money would earn more', () => {
    expect(mean((one) => one.utilisation.at(-1)!)).toBeGreaterThan(0.95);
  });
});

describe('the world of the cold starts', () => {
  it('is hard: with true probabilities independence believes in half to nine tenths of the cost', () => {
    const random = randomOf(5);
    const cascade = ['small', 'middle', 'huge'];
    let spent = 0;
    for (let query = 0; query < 20_000; query += 1) {
      spent += play(cascade, outcomesOf(random), 'any-win').cost / 20_000;
    }
    const { cost } = MODELS.filter(({ model }) => cascade.includes(model)).reduce(
      (sum, one) => ({
        cost: sum.cost + sum.reached * one.costNano,
        reached: sum.reached * (1 - one.success),
      }),
      { cost: 0, reached: 1 },
    );
    expect(cost / spent).toBeGreaterThan(0.5);
    expect(cost / spent).toBeLessThan(0.9);
  });
});
