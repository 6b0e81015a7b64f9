import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../../dist/apps/cli/main.js');
const run = promisify(execFile);

interface TaskReport {
  task: string;
  rewardModel: string;
  queries: number;
  answered: number;
  rewardPerQuery: number;
  costPerQueryUsd: number;
  budgetUsd: number;
  alwaysBest: { rewardPerQuery: number; costPerQueryUsd: number };
  alwaysCheapest: { rewardPerQuery: number; costPerQueryUsd: number };
  bestMixture: { rewardPerQuery: number; costPerQueryUsd: number };
}

interface BatchReport {
  queries: number;
  samples: number;
  execution: {
    answered: number;
    accuracy: number;
    low: number;
    high: number;
    cost_usd: number;
    predicted_cost_usd: number;
  };
}

async function demo(...flags: string[]): Promise<{ tasks: TaskReport[]; batch?: BatchReport }> {
  const { stdout } = await run(process.execPath, [MAIN, 'demo', '--exit', '--json', ...flags]);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as Awaited<ReturnType<typeof demo>>;
}

it('the demo answers every query of four tasks and of a plan, within reach of budgets, and ends', async () => {
  const before = await demoFolders();
  const { tasks, batch } = await demo();
  expect(tasks.map(({ rewardModel }) => rewardModel)).toEqual([
    'any-win',
    'sum-up',
    'all-in',
    'vote',
  ]);
  for (const task of tasks) {
    expect(task.answered).toBe(500);
    expect(task.rewardPerQuery).toBeGreaterThan(task.alwaysCheapest.rewardPerQuery);
    expect(task.costPerQueryUsd).toBeLessThan(1.1 * task.budgetUsd);
    expect(task.alwaysBest.costPerQueryUsd).toBeGreaterThan(task.budgetUsd);
    expect(task.bestMixture.costPerQueryUsd).toBeLessThanOrEqual(task.budgetUsd * 1.000001);
  }
  expect(batch).toMatchObject({ queries: 300, execution: { answered: 300 } });
  expect(batch!.samples).toBeGreaterThan(500);
  const { execution } = batch!;
  expect(execution.accuracy).toBeGreaterThan(execution.low - 0.05);
  expect(execution.accuracy).toBeLessThan(execution.high + 0.05);
  expect(execution.cost_usd / execution.predicted_cost_usd).toBeGreaterThan(0.5);
  expect(execution.cost_usd / execution.predicted_cost_usd).toBeLessThan(1.5);
  expect(await demoFolders()).toEqual(before);
});

it('the demo plays a recorded file, each row once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'purser-recorded-'));
  const rows = Array.from({ length: 60 }, (_, row) => ({
    id: `r${row}`,
    task: 'sums',
    query: `What is ${row} + ${row}?`,
    label: String(2 * row),
    outcomes: {
      small: { score: row % 2, cost_usd: 0.00001, answer: 'a', tokens_in: 8, tokens_out: 2 },
      large: { score: 1, cost_usd: 0.0001, answer: 'b', tokens_in: 8, tokens_out: 2 },
      unknown: { score: null, cost_usd: null, answer: null, tokens_in: null, tokens_out: null },
    },
  }));
  const file = join(folder, 'rows.jsonl');
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const terms = ['--reward', 'any-win', '--size', '2', '--budget', '0.0001'];
  const {
    tasks: [task],
  } = await demo('--data', file, '--models', 'small,large', ...terms);
  expect(task).toMatchObject({ queries: 60, answered: 60, alwaysBest: { rewardPerQuery: 1 } });
  expect(task!.alwaysCheapest).toMatchObject({ model: 'small', rewardPerQuery: 0.5 });
  await rm(folder, { recursive: true });
});

it('the demo refuses options that make no sense, in one line, with exit code 2', async () => {
  await expect(demo('--data', 'nowhere.jsonl')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^purser demo: .*\n$/) as string,
  });
});

async function demoFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('purser-demo-'));
}
