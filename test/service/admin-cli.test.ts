import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type House } from '../ground/house.js';

const MAIN = join(import.meta.dirname, '../../dist/apps/cli/src/main.js');
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
