import { beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { Client, eventually, type Answer } from '../ground/client.js';

const WAIT = { prefer: 'wait=20' };
const CAPS = '/admin/v1/caps';
const REMAINING = 'x-purser-budget-remaining-usd';

onEachBackend(
  'caps by the admin API',
  (opened) => {
    let replica: string;
    beforeAll(async () => {
      replica = await opened.house.startReplica();
    });

    const make = async (terms: object): Promise<Answer> => {
      const made = await opened.client.post(CAPS, { window: 'month', ...terms });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      return made;
    };
    const ask = (client: Client, task: string, metadata = {}): Promise<Answer> =>
      client.post('/v1/queries', { task, input: 'What is 6 × 7?', metadata }, WAIT);
    const tagOf = async (id: string): Promise<{ 'if-match': string }> => {
      const { headers } = await opened.client.get(`${CAPS}/${id}`);
      return { 'if-match': headers.get('etag')! };
    };
    const newKey = async (terms: object): Promise<{ id: string; key: string }> => {
      const { body } = await opened.client.post('/admin/v1/keys', { name: 'test', ...terms });
      return body;
    };

    it('hold at every replica within a second, and are shown with what they hold', async () => {
      const { client, house } = opened;
      const other = new Client(replica, house.adminKey);
      const { body: cap, headers } = await make({ scope: 'task', subject: 'sum', limit_usd: 1 });
      expect(headers.get('etag')).toBe('"1"');
      await eventually(
        async () => (await ask(other, 'sum')).headers.get(REMAINING) ?? undefined,
        1_000,
      );
      const path = `${CAPS}/${cap.id}`;
      const shown = await eventually(async () => {
        const { body } = await client.get(path);
        return body.current.settled_usd > 0 ? body : undefined;
      });
      const { settled_usd, reserved_usd, remaining_usd } = shown.current;
      expect(remaining_usd).toBeCloseTo(1 - settled_usd - reserved_usd, 9);
      const lowered = await client.send('PATCH', path, { limit_usd: 0 }, await tagOf(cap.id));
      expect(lowered.body).toMatchObject({ limit_usd: 0, version: 2, source: 'api' });
      const refused = await eventually(async () => {
        const answer = await ask(other, 'sum');
        return answer.status === 429 ? answer : undefined;
      }, 1_000);
      expect(refused.body.error).toMatchObject({
        code: 'budget_exceeded',
        param: `caps.${cap.id}`,
      });
      expect(refused.headers.get('x-should-retry')).toBe('false');
      const gone = await client.send('DELETE', path, {}, await tagOf(cap.id));
      expect(gone.status).toBe(200);
      await eventually(async () => (await ask(other, 'sum')).status === 200 || undefined, 1_000);
      expect((await client.get(path)).status).toBe(404);
      const { body: log } = await client.get(`/admin/v1/audit?kind=cap&name=${cap.id}`);
      expect(log.data.map(({ action }: { action: string }) => action)).toEqual([
        'delete',
        'change',
        'create',
      ]);
      expect(log.data[1]).toMatchObject({
        before: { limitNano: 1e9 },
        after: { limitNano: 0 },
        key_id: expect.any(String),
      });
    });

    it('of a key stop that key alone', async () => {
      const [poor, rich] = [await newKey({ roles: ['query'] }), await newKey({ roles: ['query'] })];
      await make({ scope: 'key', subject: poor.id, limit_usd: 1e-9 });
      const client = new Client(opened.house.url, poor.key);
      const refused = await eventually(async () => {
        const answer = await ask(client, 'any');
        return answer.status === 429 ? answer : undefined;
      }, 1_000);
      expect(refused.body.error.message).toContain(`the cap of key ${poor.id} a month (UTC)`);
      expect((await ask(new Client(opened.house.url, rich.key), 'any')).status).toBe(200);
    });

    it('are refused where they make no sense, and where they are there already', async () => {
      const { client } = opened;
      const faulty = [
        { scope: 'task', window: 'day', limit_usd: 1 },
        { scope: 'global', subject: 'any', window: 'day', limit_usd: 1 },
        { scope: 'task', subject: 'nobody', window: 'day', limit_usd: 1 },
        { scope: 'key', subject: 'nobody\u0000', window: 'day', limit_usd: 1 },
        { scope: 'global', window: 'hour', time_zone: 'Europe/Berlin', limit_usd: 1 },
        { scope: 'global', window: 'day', time_zone: 'Mars/Base', limit_usd: 1 },
        { scope: 'global', window: 'day', limit_usd: -1 },
      ];
      for (const terms of faulty) {
        const { status, body } = await client.post(CAPS, terms);
        expect([status, body.error.code], JSON.stringify(body)).toEqual([400, 'invalid_request']);
      }
      const terms = { scope: 'global', window: 'day', time_zone: 'Asia/Tokyo', limit_usd: 9 };
      const { body: cap } = await make(terms);
      expect((await client.post(CAPS, terms)).body.error.code).toBe('cap_exists');
      const path = `${CAPS}/${cap.id}`;
      const limit = { limit_usd: 8 };
      expect((await client.send('PATCH', path, limit)).status).toBe(428);
      expect((await client.send('PATCH', path, limit, { 'if-match': '"9"' })).status).toBe(412);
      expect((await client.send('DELETE', path, {}, { 'if-match': '"9"' })).status).toBe(412);
      expect((await client.get(`${CAPS}/nobody`)).status).toBe(404);
      const { key } = await newKey({ roles: ['admin'], tasks: ['sum'] });
      const local = new Client(opened.house.url, key);
      expect((await local.get(path)).status).toBe(404);
      expect((await local.post(CAPS, { ...terms, window: 'week' })).status).toBe(403);
      const own = { scope: 'task', subject: 'sum', window: 'week', limit_usd: 9 };
      expect((await local.post(CAPS, own)).status).toBe(201);
      expect((await local.get(CAPS)).body.data).toMatchObject([{ subject: 'sum' }]);
    });

    it('are not written into the config of a task', async () => {
      const path = '/admin/v1/tasks/any';
      const { headers } = await opened.client.get(path);
      const caps = [{ window: 'day', limitUsd: 1 }];
      const { status, body } = await opened.client.send(
        'PATCH',
        path,
        { caps },
        { 'if-match': headers.get('etag')! },
      );
      expect([status, body.error.code, body.error.param]).toEqual([400, 'caps_not_here', 'caps']);
    });

    it('have spend and reward broken down by the labels of queries', async () => {
      const { client } = opened;
      const labelled = (customer: string): Promise<Answer> =>
        ask(client, 'any', { purser_label_customer: customer });
      for (const customer of ['ann', 'ann', 'bob']) {
        expect((await labelled(customer)).status).toBe(200);
      }
      const path = '/admin/v1/tasks/any/spend?by=customer';
      const { body } = await eventually(async () => {
        const answer = await client.get(path);
        const settled = answer.body.data.every((row: any) => row.reserved_usd === 0);
        return settled && answer.body.data.length === 2 ? answer : undefined;
      });
      const of = (value: string) => body.data.find((row: any) => row.value === value);
      expect(of('ann')).toMatchObject({ queries: 2, rewarded: 2, mean_reward: expect.any(Number) });
      expect(of('bob')).toMatchObject({ queries: 1 });
      expect(of('bob').cost_usd).toBeGreaterThan(0);
      expect((await client.get('/admin/v1/tasks/any/spend')).status).toBe(400);
      expect((await client.get('/admin/v1/tasks/nobody/spend?by=customer')).status).toBe(404);
    });

    it('has eight labels a task', async () => {
      const named = (count: number): Promise<Answer> =>
        ask(opened.client, 'sum', { [`purser_label_l${count}`]: 'x' });
      for (let count = 0; count < 8; count++) expect((await named(count)).status).toBe(200);
      const { status, body } = await named(8);
      expect([status, body.error.code]).toEqual([400, 'too_many_labels']);
      expect(body.error.message).toContain('l0, l1, l2, l3, l4, l5, l6, l7');
    });
  },
  { needsKeys: true },
);
