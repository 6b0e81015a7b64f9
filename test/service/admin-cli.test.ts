import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const MAIN = join(import.meta.dirname, '../../dist/apps/cli/main.js');
const run = promisify(execFile);

let house: House;
beforeAll(async () => {
  house = await openHouse({ backend: 'postgres', needsKeys: true, localServers: 0 });
});
afterAll(() => house.close());

async function purser(words: string[], key = house.adminKey): Promise<any> {
  const { PATH } = process.env;
  const env = { PATH, PURSER_URL: house.url, PURSER_API_KEY: key };
  const { stdout } = await run(process.execPath, [MAIN, ...words, '--json'], { env });
  return JSON.parse(stdout) as unknown;
}

it('the CLI sets a budget, shows the task, and takes it back to the file', async () => {
  await purser(['budgets', 'set', 'any', '0.02']);
  const task = await purser(['tasks', 'show', 'any']);
  expect(task).toMatchObject({ source: 'api', config: { budgetUsdPerQuery: 0.02 } });
  const reverted = await purser(['tasks', 'revert', 'any']);
  expect(reverted).toMatchObject({ source: 'file', config: { budgetUsdPerQuery: 0.01 } });
});

it('the CLI makes a key, which may do what it says, rotates it and revokes it', async () => {
  const made = await purser(['keys', 'create', 'shop', 'roles=[query]', 'tasks=[any]']);
  await expect(purser(['keys', 'list'], made.key as string)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^purser: this needs a key with the role admin.*\n$/) as string,
  });
  const turned = await purser(['keys', 'rotate', made.id as string, 'grace_seconds=0']);
  expect(turned.key).not.toBe(made.key);
  const revoked = await purser(['keys', 'revoke', made.id as string]);
  expect(revoked.revoked_at).not.toBeNull();
});

it('the CLI sets a price and lists those before', async () => {
  const price = ['inputUsdPerMillionTokens=1', 'outputUsdPerMillionTokens=2'];
  await purser(['prices', 'set', 'gpt-4o-mini', ...price]);
  const prices = await purser(['prices', 'list', 'gpt-4o-mini']);
  expect(prices.map((entry: any) => entry.price.outputUsdPerMillionTokens)).toEqual([2, 1.5]);
});

it('the CLI imports a price map: it shows what would change, changes it, and then nothing more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'purser-prices-'));
  const file = join(folder, 'prices.json');
  const listed = { input_cost_per_token: 1.5e-7, output_cost_per_token: 6e-7 };
  await writeFile(file, JSON.stringify({ 'claude-3.5-sonnet': listed, elsewhere: {} }));
  const outputPrices = async (): Promise<number[]> =>
    (await purser(['prices', 'list', 'claude-3.5-sonnet'])).map(
      ({ price }: any) => price.outputUsdPerMillionTokens,
    );
  const changes = async (...flags: string[]): Promise<string[]> =>
    (await purser(['prices', 'import', file, ...flags])).map(({ change }: any) => change);

  expect((await changes('--dry-run')).toSorted()).toEqual(['not-listed', 'not-listed', 'set']);
  expect(await outputPrices()).toEqual([1.5]);
  expect(await changes()).toContain('set');
  expect(await outputPrices()).toEqual([0.6, 1.5]);
  expect(await changes()).not.toContain('set');
  await expect(purser(['prices', 'import', file, 'gemma-2-2b-it=elsewhere'])).rejects.toMatchObject(
    {
      code: 2,
      stderr: expect.stringMatching(/^purser: .*elsewhere\.input_cost_per_token.*\n$/) as string,
    },
  );
  await rm(folder, { recursive: true });
});

it('the CLI sets a cap, changes its limit by the same words, lists and removes it', async () => {
  const made = await purser(['caps', 'set', 'day', '40', 'task=any']);
  expect(made).toMatchObject({ scope: 'task', subject: 'any', hard: true, limit_usd: 40 });
  expect(await purser(['caps', 'set', 'day', '50', 'task=any'])).toMatchObject({
    id: made.id,
    limit_usd: 50,
  });
  expect(await purser(['caps', 'list'])).toMatchObject([{ id: made.id, limit_usd: 50 }]);
  expect(await purser(['caps', 'remove', made.id as string])).toMatchObject({ id: made.id });
  await expect(purser(['caps', 'set', 'year', '1'])).rejects.toMatchObject({ code: 1 });
});

it('the CLI refuses bad input in a line with exit code 2, and tells refusals with 1', async () => {
  await expect(purser(['budgets', 'set', 'any', 'much'])).rejects.toMatchObject({ code: 2 });
  await expect(purser(['tasks', 'set', 'any', 'size'])).rejects.toMatchObject({ code: 2 });
  await expect(purser(['tasks', 'set', 'any', 'size=9'])).rejects.toMatchObject({ code: 1 });
  await expect(purser(['tasks', 'list'], 'purser_wrong')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^purser: this key is unknown.*\n$/) as string,
  });
});

it('the CLI imports a file of outcomes once, and says in one line what is wrong with one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'purser-import-'));
  const file = join(folder, 'outcomes.ndjson');
  await writeFile(file, '{"model": "gpt-4o-mini", "score": 1, "cost_usd": 0.00002}\n');
  expect(await purser(['import', 'sum', file])).toMatchObject({ status: 'applied', outcomes: 1 });
  expect(await purser(['import', 'sum', file])).toMatchObject({ status: 'duplicate', outcomes: 1 });
  await writeFile(file, '{"model": "gpt-4o-mini"}\n');
  await expect(purser(['import', 'sum', file])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^purser: nothing was imported: line 1: .*\n$/) as string,
  });
  await expect(purser(['import', 'sum', join(folder, 'none')])).rejects.toMatchObject({ code: 2 });
  await rm(folder, { recursive: true });
});

it('the CLI plans a file of queries, shows the front, runs a point and cancels it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'purser-plan-'));
  const file = join(folder, 'batch.ndjson');
  const models = ['gemma-2-2b-it', 'gpt-4o-mini'];
  const outcomes = Object.fromEntries(
    models.map((model) => [model, { score: 1, cost_usd: 0.001 }]),
  );
  const lines = [
    { id: 'a', input: 'Why?' },
    { input: 'What?', outcomes },
  ];
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { id } = await purser(['plans', 'create', 'any', file, models.join()]);
  const plan = await eventually(async () => {
    const shown = await purser(['plans', 'show', id as string]);
    return shown.status === 'ready' ? shown : undefined;
  });
  expect(plan).toMatchObject({ queries: 1, samples: 1, models });
  await expect(purser(['plans', 'run', id as string, 'all'])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^purser: all is no wish: write point=N.*\n$/) as string,
  });
  expect((await purser(['plans', 'run', id as string, 'point=0'])).status).toBe('running');
  expect((await purser(['plans', 'cancel', id as string])).status).toBe('cancelled');
  await rm(folder, { recursive: true });
});
