import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, eventually } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const WAIT = { prefer: 'wait=30' };
const ASKED = 60;

let house: House;
let client: Client;
beforeAll(async () => {
  house = await openHouse({ backend: 'postgres', localServers: 1 });
  client = new Client(house.url);
  const config = {
    reward: 'any-win',
    size: 2,
    budgetUsdPerQuery: 0.01,
    evaluator: { kind: 'http', url: `${house.simulatorUrl}/grade` },
    policy: { name: 'c2mab-v', exploration: 0.6 },
  };
  const made = await client.post('/admin/v1/tasks', { name: 'explored', config });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await Promise.all(
    Array.from({ length: ASKED }, async (_, at) => {
      const { body } = await client.ask('explored', `What is 6 × ${at}?`, WAIT);
      expect(body.status).toBe('answered');
    }),
  );
});
afterAll(() => house.close());

describe('a task over time', () => {
  it('is summed up whole, in buckets of any width, by model and by combination', async () => {
    const path = '/admin/v1/tasks/explored/series';
    const [second, minute, hour] = await eventually(async () => {
      const steps = ['second', 'minute', 'hour'];
      const found = await Promise.all(
        steps.map(async (step) => (await client.get(`${path}?step=${step}`)).body),
      );
      return found.every(({ data }) => sumOf(data, 'answered') === ASKED) ? found : undefined;
    });
    const { body: statistics } = await client.get('/admin/v1/tasks/explored/statistics');
    for (const series of [second, minute, hour]) {
      expect(sumOf(series.data, 'queries')).toBe(ASKED);
      expect(sumOf(series.data, 'cost_usd')).toBeCloseTo(statistics.period.cost_usd as number, 9);
      expect(sumOf(series.data, 'rewarded')).toBe(ASKED);
      expect(series).toMatchObject({ before: { rounds: 0 }, budget_usd_per_query: 0.01 });
    }
    const at = second.data.at(-1).at as string;
    const { body: late } = await client.get(`${path}?step=second&from=${at}`);
    expect(late.before.rounds + sumOf(late.data, 'queries')).toBe(ASKED);
    const { body: models } = await client.get(`${path}/models`);
    for (const { model, calls, cost_usd } of statistics.period.models) {
      const own = models.data.filter((bucket: any) => bucket.model === model);
      expect([sumOf(own, 'calls'), sumOf(own, 'cost_usd').toFixed(9)]).toEqual([
        calls,
        cost_usd.toFixed(9),
      ]);
    }
    const { body: combinations } = await client.get(`${path}/combinations?step=hour`);
    expect(sumOf(combinations.data, 'rounds')).toBe(ASKED);
    expect((await client.get(`${path}?from=tomorrow`)).body.error.param).toBe('from');
    expect((await client.get(`${path}?step=week`)).body.error.param).toBe('step');
    expect((await client.get('/admin/v1/tasks/none/series')).status).toBe(404);
  });

  it('is shown at a glance, with what is saved against always the best model', async () => {
    const { body } = await client.get('/admin/v1/overview');
    const task = body.tasks.find((each: any) => each.task === 'explored');
    expect(task).toMatchObject({ rounds: ASKED, paused: false, reward: { rounds: ASKED } });
    expect(task.reward.low).toBeLessThan(task.reward.high);
    expect(task.budget_used).toBeCloseTo(task.cost_usd_per_query / 0.01, 9);
    expect(task.saving.low).toBeLessThan(task.saving.usd_per_query);
    expect(body.alerts).toEqual([]);
  });

  it('is searched round by round, and opened with all that is known of one', async () => {
    const path = '/admin/v1/rounds?task=explored';
    const { body: page } = await client.get(`${path}&limit=50`);
    const { body: rest } = await client.get(`${path}&limit=50&cursor=${page.next_cursor}`);
    expect([page.data.length, rest.data.length, rest.next_cursor]).toEqual([50, ASKED - 50, null]);
    const ids = [...page.data, ...rest.data].map((round: any) => round.query_id as string);
    expect(new Set(ids).size).toBe(ASKED);
    expect(ids.toSorted().reverse()).toEqual(ids);
    const [first] = page.data;
    expect(first.input_preview).toMatch(/^What is 6/);
    const { body: narrow } = await client.get(
      `${path}&model=${first.models[0]}&status=answered&query=${first.query_id}&cost_min_usd=${first.cost_usd}`,
    );
    expect(narrow.data).toEqual([first]);
    const { body: opened } = await client.get(`/admin/v1/rounds/${first.query_id}`);
    expect(opened.query).toEqual((await client.get(`/v1/queries/${first.query_id}`)).body);
    expect(opened.round).toEqual((await client.get(`/v1/rounds/${first.query_id}`)).body);
    expect(opened.ledger.map(({ kind }: any) => kind)).toEqual(['reserve', 'settle']);
    expect(opened.ledger[1].usd).toBeCloseTo(first.cost_usd as number, 9);
    expect(opened.calls[0]).toMatchObject({ reward_source: 'evaluator', is_fallback: false });
    expect(opened.why.at(-1)).toBe(`The answer of ${first.answered_by} was served.`);
    expect((await client.get(`${path}&cursor=x`)).body.error.param).toBe('cursor');
    const wrong = await client.get(`${path}&reward_min=0.5&reward_max=0.1`);
    expect(wrong.body.error.param).toBe('reward_max');
    expect((await client.get('/admin/v1/rounds?task=none')).status).toBe(404);
    expect((await client.get('/admin/v1/rounds/none')).status).toBe(404);
  });

  it('is heard of as it happens, until the listener goes', async () => {
    const stop = new AbortController();
    const url = `${house.url}/admin/v1/live?tasks=explored`;
    const { body, headers } = await fetch(url, { signal: stop.signal });
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
    let heard = '';
    const rounds = (): number[] => [...heard.matchAll(/"rounds":(\d+)/g)].map(([, n]) => Number(n));
    const reading = (async () => {
      for await (const part of body!.pipeThrough(new TextDecoderStream())) heard += part;
    })().catch(() => undefined);
    await eventually(() => Promise.resolve(rounds().at(-1) === ASKED || undefined));
    await client.ask('triage', 'Not this one.');
    const { body: asked } = await client.ask('explored', 'And this?', WAIT);
    expect(asked.status).toBe('answered');
    await eventually(() => Promise.resolve(rounds().at(-1) === ASKED + 1 || undefined));
    expect(heard).not.toContain('triage');
    expect(heard).toMatch(/"last_buckets":\[\{"at"/);
    stop.abort();
    await reading;
    expect((await client.get('/admin/v1/live?tasks=none')).status).toBe(404);
  });
});

function sumOf(buckets: any[], field: string): number {
  return buckets.reduce((sum, bucket) => sum + (bucket[field] as number), 0);
}
