import { describe, expect, it } from 'vitest';
import { rewardModels } from '#bandit';
import { forecastSettings, UnreachableError } from '#allocation';
import { outcomeTable, recordedWorld, type RecordedQuery } from '#replay';
import { planReport } from './plan-report.js';
import { planSeed, type PlanTerms } from './plan-seed.js';
import { planTable } from './plan-table.js';
import { recordedBatch } from './recorded-batch.js';

const outcome = (score: number, costNano: number) => ({
  ...{ score, costNano },
  ...{ answer: null, latencyMs: null, inputTokens: null, outputTokens: null },
});

/** Queries of two kinds, told apart by their words: the cheap model does one of them as well. */
const queries: RecordedQuery[] = Array.from({ length: 600 }, (_, at) => {
  const isHard = at % 3 === 0;
  return {
    ...{ id: `q${at}`, task: 'one', label: null, split: null },
    text: isHard ? `prove the lemma ${at % 7}` : `stir the dough ${at % 7}`,
    outcomes: new Map([
      ['cheap', outcome(isHard ? 0 : 1, 1_000_000)],
      ['dear', outcome(at % 10 === 0 ? 0 : 1, 10_000_000)],
    ]),
  };
});
const world = recordedWorld(queries);
const table = outcomeTable(world, queries, world.models);
const terms: PlanTerms = {
  rewardModel: rewardModels['any-win'],
  size: 1,
  settings: forecastSettings(),
  question: null,
};
const planned = (changes: Partial<PlanTerms> = {}, seed = 0) =>
  planSeed(recordedBatch(table, 0.2, seed), { ...terms, ...changes }, seed);

describe('a plan of recorded queries', () => {
  it('sends each kind to the model that suits it, and saves what that saves', () => {
    const { front, bestSingle, saving, accuracyAtCost } = planned();
    expect(bestSingle.model).toBe('dear');
    expect(bestSingle.costUsd).toBeCloseTo(4.8, 9);
    expect(front[0]?.costUsd).toBeCloseTo(0.48, 9);
    // A third of the queries is dear: (160 * .01 + 320 * .001) / 4.8 of the cost.
    expect(saving).toBeGreaterThan(0.55);
    expect(accuracyAtCost).toBeGreaterThan(0.95);
  });

  it('answers a budget and an accuracy, and refuses what cannot be had', () => {
    const within = planned({ question: { budgetNano: 2e9 } }).answer;
    expect(within?.costUsd).toBeLessThan(2.02);
    const reaching = planned({ question: { accuracy: 0.9 } }).answer;
    expect(reaching?.predictedAccuracy).toBeGreaterThanOrEqual(0.9);
    expect(reaching?.accuracy).toBeGreaterThan(0.87);
    expect(() => planned({ question: { accuracy: 0.999999 } })).toThrow(UnreachableError);
  });

  it('plans the same for the same seed', () => {
    expect(planned({}, 3)).toEqual(planned({}, 3));
    expect(planned({}, 3)).not.toEqual(planned({}, 4));
  });

  it('pays for a second model only where the first failed', () => {
    const { front } = planned({ size: 2 });
    const top = front.at(-1);
    expect(top?.accuracy).toBeGreaterThan(0.95);
    expect(top?.costUsd).toBeLessThan(4.8);
  });

  it('is reported with the mean and the error over seeds', () => {
    const plans = [planned({}, 0), planned({}, 1)];
    const report = planReport(plans, { train: 120, batch: 480 }, 12.3);
    const [one, other] = plans.map(({ saving }) => saving);
    expect(report.savingAtBestSingleAccuracy.mean).toBeCloseTo(((one ?? 0) + (other ?? 0)) / 2, 12);
    expect(report.front).toBe(plans[0]?.front);
    expect(report.trueFront.at(-1)).toEqual(plans[0]?.trueFront.at(-1));
    expect(planTable(report, 'some.jsonl')).toMatch(
      /480 queries planned from 120 others, 2 seeds[^]*best single model: dear/,
    );
  });
});
