import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '#config';
import type { RecordedOptions } from './demo-options.js';
import { profilePlan } from './profile-plan.js';
import { purserYaml } from './purser-yaml.js';
import { recordedPlan } from './recorded-plan.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'purser-demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Ten queries of two tasks; the large model's cost of the third is unknown. */
async function recorded(change: Partial<RecordedOptions> = {}): Promise<RecordedOptions> {
  const lines = Array.from({ length: 10 }, (_, i) => {
    const small = { score: i % 2, cost_usd: 0.0001 };
    const large = { score: 1, cost_usd: i === 3 ? null : 0.002 };
    const task = i < 5 ? 'sums' : 'words';
    return JSON.stringify({ id: `q${i}`, task, query: `Query ${i}`, outcomes: { small, large } });
  });
  const path = join(folder, 'ten.jsonl');
  await writeFile(path, lines.join('\n'));
  const options = { rewardModel: 'any-win', size: 2, budgetUsd: 0.001, task: null } as const;
  return { path, models: ['small', 'large'], ...options, queries: null, ...change };
}

describe('the demo without a file', () => {
  it('plays 2,000 queries of four tasks, one of each reward model', async () => {
    const { tasks, models } = await profilePlan();
    expect(models).toHaveLength(9);
    expect(tasks.map(({ rewardModel }) => rewardModel)).toEqual([
      'any-win',
      'sum-up',
      'all-in',
      'vote',
    ]);
    expect(tasks.map(({ table }) => table.queries.length)).toEqual([500, 500, 500, 500]);
  });

  it('is a configuration that the service takes', async () => {
    const config = parseConfig(purserYaml(await profilePlan()));
    expect(config.tasks['math']).toMatchObject({ size: 4, evaluator: { kind: 'http' } });
    expect(config.tasks['gsm8k']).toMatchObject({ evaluator: { kind: 'none' } });
    expect(config.tasks['intent']).toMatchObject({ evaluator: { kind: 'choice' } });
  });
});

describe('the demo of a recorded file', () => {
  it('plays each query once that has all figures, in an order of its own', async () => {
    const { tasks } = await recordedPlan(await recorded());
    const ids = tasks[0]!.table.queries.map(({ id }) => id);
    expect(ids).not.toEqual(ids.toSorted());
    expect(ids.toSorted()).toEqual(['q0', 'q1', 'q2', 'q4', 'q5', 'q6', 'q7', 'q8', 'q9']);
    expect(tasks[0]!.table.leftOut).toBe(1);
  });

  it('plays the queries of a task alone, and so many as are asked', async () => {
    const { tasks } = await recordedPlan(await recorded({ task: 'words', queries: 3 }));
    expect(tasks[0]).toMatchObject({ name: 'words', judgedBy: 'evaluator' });
    expect(tasks[0]!.table.queries).toHaveLength(3);
  });

  it('is a configuration that the service takes', async () => {
    const config = parseConfig(purserYaml(await recordedPlan(await recorded())));
    expect(config.tasks['ten']).toMatchObject({ reward: 'any-win', budgetUsdPerQuery: 0.001 });
    expect(config.models['large']).toMatchObject({
      cost: 'reported',
      price: { requestUsd: 0.002 },
    });
  });

  it.each([
    [{ models: ['small', 'huge'] }, '--models: there is no huge there; there are small, large'],
    [{ task: 'songs' }, '--task: there is no task songs there; there are sums, words'],
    [{ path: '/no/such/file' }, '--data /no/such/file: ENOENT'],
  ])('is refused in one line that says what there is: %j', async (change, message) => {
    await expect(recordedPlan(await recorded(change))).rejects.toThrow(message);
  });
});
