import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const MAIN = join(import.meta.dirname, '../../dist/apps/cli/main.js');
const run = promisify(execFile);
const WAIT = { prefer: 'wait=30' };
const ASKED = 240;

let house: House;
let client: Client;
let folder: string;
let log: string;
beforeAll(async () => {
  // With so little heap, garbage does not hide what is held.
  const environment = { NODE_OPTIONS: '--max-old-space-size=192' };
  house = await openHouse({ backend: 'postgres', localServers: 1, environment });
  client = new Client(house.url);
  folder = await mkdtemp(join(tmpdir(), 'purser-records-'));
  log = join(folder, 'log.jsonl');
  const config = {
    reward: 'any-win',
    size: 2,
    budgetUsdPerQuery: 0.01,
    evaluator: { kind: 'http', url: `${house.simulatorUrl}/grade` },
    policy: { name: 'c2mab-v', exploration: 0.6 },
  };
  for (const name of ['explored', 'many']) {
    const made = await client.post('/admin/v1/tasks', { name, config });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
  }
  await Promise.all(
    Array.from({ length: ASKED }, async (_, at) => {
      const { body } = await client.ask('explored', `What is 6 × ${at}?`, WAIT);
      expect(body.status).toBe('answered');
    }),
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await house.close();
});

async function purser(words: string[]): Promise<any> {
  const { PATH } = process.env;
  const env = { PATH, PURSER_URL: house.url };
  const { stdout } = await run(process.execPath, [MAIN, ...words, '--json'], { env });
  return JSON.parse(stdout) as unknown;
}

describe('the log of a task', () => {
  it('is exported with all that an analysis needs, whole or by time', async () => {
    expect(await purser(['tasks', 'export', 'explored', log])).toEqual({
      file: log,
      rounds: ASKED,
    });
    const [head, ...lines] = (await readFile(log, 'utf8'))
      .trim()
      .split('\n')
      .map((line): any => JSON.parse(line));
    expect(head).toMatchObject({ task: 'explored', rewardModel: 'any-win', charge: 'cascade' });
    for (const line of lines) {
      expect(line).toMatchObject({ status: 'answered', textKept: 'full', generation: 0 });
      expect(line.query.text).toMatch(/^What is 6/);
      expect(line.propensity).toBeGreaterThan(0);
      const charged = line.calls.map((call: any) => call.chargedNano as number);
      expect(charged.reduce((sum: number, nano: number) => sum + nano, 0)).toBe(line.costNano);
      const { body } = await client.get(`/v1/queries/${line.query.id}`);
      expect([body.reward, body.model]).toEqual([line.reward, line.servedModel]);
    }
    const { at } = lines[100];
    const late = await purser(['tasks', 'export', 'explored', log, `from=${at}`]);
    const early = await purser(['tasks', 'export', 'explored', log, `to=${at}`]);
    expect(late.rounds + early.rounds).toBe(ASKED);
    await purser(['tasks', 'export', 'explored', log]);
  }, 120_000);

  it('says what another budget would have earned, by the API as by the command over the file', async () => {
    const { body, status } = await client.post('/admin/v1/tasks/explored/what-if', {
      budgets_usd: [0.01],
      change: { policy: { name: 'c2mab-v', exploration: null } },
    });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ task: 'explored', rounds: ASKED, unrewarded: 0 });
    const [estimate] = body.estimates;
    expect(estimate.budget_usd).toBe(0.01);
    expect(estimate.effective_rounds).toBeGreaterThan(1);
    expect(estimate.reward.dr.high).toBeGreaterThan(estimate.reward.dr.low);
    const words = ['what-if', '--log', log, '--policy', 'c2mab-v', '--budget', '0.01'];
    const offline = (await purser(words)).estimates[0];
    expect(offline.unsupported).toBe(!estimate.supported);
    expect(offline.effectiveRounds).toBeCloseTo(estimate.effective_rounds as number, 0);
    expect(offline.reward.dr.value).toBeCloseTo(estimate.reward.dr.value as number, 3);
    expect(offline.costUsd.dr.value).toBeCloseTo(estimate.cost_usd.dr.value as number, 7);
    const asked = await purser([
      'tasks',
      'what-if',
      'explored',
      '0.01,0.02',
      'models=[gpt-4o-mini]',
      'size=1',
    ]);
    expect(asked.estimates.map((one: any) => one.budget_usd)).toEqual([0.01, 0.02]);
  });

  it('leaves out what nobody rated, and refuses what it cannot say', async () => {
    await client.ask('sum', 'Unrated.', WAIT);
    const ask = (task: string, over: object) =>
      client.post(`/admin/v1/tasks/${task}/what-if`, { budgets_usd: [0.01], ...over });
    const few = await ask('sum', {});
    expect([few.status, few.body.error.code]).toEqual([409, 'too_few_rounds']);
    const cheap = await ask('explored', { budgets_usd: [1e-9] });
    expect([cheap.status, cheap.body.error.code]).toEqual([400, 'budget_too_low']);
    const odd = await ask('explored', { change: { size: 9 } });
    expect([odd.status, odd.body.error.param]).toEqual([400, 'tasks.explored.size']);
    expect((await ask('none', {})).status).toBe(404);
    const backwards =
      '/admin/v1/tasks/sum/rounds?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z';
    expect((await client.get(backwards)).status).toBe(400);
    await expect(purser(['tasks', 'export', 'sum', log, 'from=soon'])).rejects.toMatchObject({
      code: 2,
    });
    await expect(purser(['tasks', 'export', 'none', log])).rejects.toMatchObject({ code: 1 });
  });

  it('is forgotten by a reset, which the figures tell of', async () => {
    const before = await purser(['tasks', 'stats', 'explored']);
    expect(before).toMatchObject({ generation: 0, learning_since: null, rounds: ASKED });
    expect(before.period).toMatchObject({ queries: ASKED, answered: ASKED, failed: 0 });
    expect(before.after_failures.length).toBeGreaterThan(0);
    await purser(['tasks', 'reset', 'explored']);
    const after = await purser(['tasks', 'stats', 'explored']);
    expect(after).toMatchObject({ generation: 1, rounds: ASKED, after_failures: [] });
    expect(after.learning_since).not.toBeNull();
    const { body } = await client.post('/admin/v1/tasks/explored/what-if', { budgets_usd: [1] });
    expect(body.error.code).toBe('too_few_rounds');
    const again = await purser(['tasks', 'export', 'explored', log]);
    expect(again.rounds, 'the rounds stay').toBe(ASKED);
  });
});

const MANY = 100_000;
const MEGABYTE = 1 << 20;

it('exports a hundred thousand rounds, to a slow reader too, in little memory', async () => {
  await house.database.query(SEED, [MANY]);
  const before = await memoryOf();
  let most = 0;
  let lines = 0;
  const { body } = await fetch(`${house.url}/admin/v1/tasks/many/rounds`);
  for await (const line of createInterface({ input: Readable.fromWeb(body as any) })) {
    lines += 1;
    if (line.length > 0 && lines % 10_000 === 1) {
      await delay(100);
      most = Math.max(most, await memoryOf());
    }
  }
  expect(lines).toBe(MANY + 1);
  expect(most - before, 'of some 300 MB of lines').toBeLessThan(150 * MEGABYTE);
});

/** What the scheduling-cloud holds, in bytes: its heap and its buffers. */
async function memoryOf(): Promise<number> {
  const response = await fetch(`${house.url}/metrics`);
  const text = await response.text();
  const value = (name: string): number =>
    Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return value('nodejs_heap_size_used_bytes') + value('nodejs_external_memory_bytes');
}

const SEED = `
WITH many AS (
  SELECT number, now() - interval '1 day' + number * interval '1 millisecond' AS at
  FROM generate_series(1, $1::integer) AS number
), identified AS (
  SELECT number, at, (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000'
    || lpad(to_hex(number), 12, '0'))::uuid AS id
  FROM many
), asked AS (
  INSERT INTO purser.queries (id, task, status, messages, metadata, rating_credit, pack,
    expected_cost_nano, created_at, deadline_at, finished_at, served_model, observed_at, cost_nano)
  SELECT id, 'many', 'answered',
    jsonb_build_array(jsonb_build_object('role', 'user', 'content', repeat('word ', 500))), '{}',
    'served', gen_random_uuid(), 1000, at, at, at, 'gpt-4o-mini', at, 1000
  FROM identified
), decided AS (
  INSERT INTO purser.rounds (query_id, policy, round, seed, combination, propensity, explanation)
  SELECT id, 'c2mab-v', number, 1, '{gpt-4o-mini}', 0.5,
    '{"rewardModel": "any-win", "size": 2, "budgetNano": 1000, "pacedBudgetNano": 1000, "expectedCostNano": 1000}'
  FROM identified
)
INSERT INTO purser.calls (query_id, position, task, model, given, status, answer, reward_micro,
  reward_source, cost_nano, started_at, latency_ms, attempts)
SELECT id, 0, 'many', 'gpt-4o-mini', '{}', 'succeeded', '42', 1000000, 'evaluator', 1000, at, 5, 1
FROM identified`;
