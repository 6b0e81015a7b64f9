import { describe, expect, it } from 'vitest';
import { outcomeTable, recordedWorld, type RecordedQuery } from '#replay';
import type { DemoTask } from './demo-plan.js';
import { reportTable } from './report-table.js';
import type { AskedQuery } from './service-client.js';
import { emptyTally, rewardOfRatings, withQuery, withReward } from './tally.js';
import { taskReport } from './task-report.js';

/** The small model is right on the first query, the large one on both. */
const queries: RecordedQuery[] = [1, 0].map((score, i) => {
  const unknown = { answer: null, latencyMs: null, inputTokens: null, outputTokens: null };
  const outcomes = new Map([
    ['small', { ...unknown, score, costNano: 100_000 }],
    ['large', { ...unknown, score: 1, costNano: 1_000_000 }],
  ]);
  return { id: `q${i}`, task: 'sums', text: '', outcomes, label: null, split: null };
});

function task(rewardModel: DemoTask['rewardModel'], size: number): DemoTask {
  const known = queries.map(({ id, text }) => ({ id, text, task: null }));
  const table = outcomeTable(recordedWorld(queries), known, ['small', 'large']);
  return { name: 'sums', rewardModel, size, budgetUsd: 0.0006, judgedBy: 'evaluator', table };
}

const asked = { id: 'x', reward: null, cost_usd: null, candidates: [] };
const answered: AskedQuery = { ...asked, status: 'answered', cost_usd: 0.0001, error: null };
const failed: AskedQuery = { ...asked, status: 'failed', error: { message: 'no model answered' } };
const tally = withReward([answered, failed].reduce(withQuery, emptyTally), 1);

describe('the report of a task', () => {
  it('is what the service made of its queries, beside fixed choices and hindsight', () => {
    expect(taskReport(task('any-win', 2), tally)).toEqual({
      task: 'sums',
      rewardModel: 'any-win',
      queries: 2,
      answered: 1,
      rewardPerQuery: 0.5,
      costPerQueryUsd: 0.00005,
      budgetUsd: 0.0006,
      alwaysBest: { model: 'large', rewardPerQuery: 1, costPerQueryUsd: 0.001 },
      alwaysCheapest: { model: 'small', rewardPerQuery: 0.5, costPerQueryUsd: 0.0001 },
      bestMixture: { rewardPerQuery: 1, costPerQueryUsd: 0.0006 },
    });
  });

  it('names all models of a fixed choice where several are asked', () => {
    expect(taskReport(task('sum-up', 2), tally).alwaysBest).toEqual({
      model: 'large,small',
      rewardPerQuery: 1.5,
      costPerQueryUsd: 0.0011,
    });
  });

  it('keeps why a query was not answered', () => {
    expect(tally.failure).toBe('no model answered');
  });

  it('is a table with a line for each', () => {
    const text = reportTable(taskReport(task('any-win', 2), tally), task('any-win', 2));
    expect(text).toContain('sums: any-win, at most 2 models a query, budget $0.0006 a query');
    expect(text).toMatch(/Purser .*0\.500.*0\.000050.*8%/);
    expect(text).toMatch(/best mixture in hindsight .*1\.000.*0\.000600.*100%/);
  });
});

describe('the reward of ratings', () => {
  it('is the best, the sum or the product, as the reward model says', () => {
    expect(rewardOfRatings(task('any-win', 2), [0.2, 0.5])).toBe(0.5);
    expect(rewardOfRatings(task('sum-up', 2), [0.5, 0.25])).toBe(0.75);
    expect(rewardOfRatings(task('all-in', 2), [0.5, 0.25])).toBe(0.125);
  });

  it('is nothing for all-in where a model gave no answer', () => {
    expect(rewardOfRatings(task('all-in', 2), [1])).toBe(0);
  });
});
