import { beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { Client, eventually, type Answer } from '../ground/client.js';

const WAIT = { prefer: 'wait=20' };
const TASKS = '/admin/v1/tasks';
const MODELS = '/admin/v1/models';
const KEYS = '/admin/v1/keys';

onEachBackend(
  'the admin API',
  (opened) => {
    let other: string;
    beforeAll(async () => {
      other = await opened.house.startReplica();
    });

    const at = (key: string, url = opened.house.url): Client => new Client(url, key);
    /** A key of those terms, in the replica that made it and soon in the other. */
    const newKey = async (terms: object): Promise<{ id: string; key: string; tag: string }> => {
      const { status, headers, body } = await opened.client.post(KEYS, { name: 'test', ...terms });
      expect(status, JSON.stringify(body)).toBe(201);
      return { id: body.id as string, key: body.key as string, tag: headers.get('etag')! };
    };
    const change = async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const { headers } = await opened.client.get(path.replace(/\/(price|revert|rotate)$/, ''));
      return opened.client.send(method, path, body ?? {}, { 'if-match': headers.get('etag')! });
    };
    const withinASecond = async (answers: () => Promise<boolean>): Promise<void> => {
      await eventually(async () => ((await answers()) ? true : undefined), 1_000);
    };

    it('makes keys that may do what their roles say, at every replica', async () => {
      const { key: asking } = await newKey({ roles: ['query'] });
      const { key: rating } = await newKey({ roles: ['rate'] });
      const { status, body: query } = await at(asking, other).ask('any', 'Who am I?', WAIT);
      expect(status).toBe(200);
      const rate = { query_id: query.id, score: 0.5 };
      const forbidden = await at(asking).post('/v1/feedback', rate);
      expect(forbidden.status).toBe(403);
      expect(forbidden.body.error).toMatchObject({
        type: 'permission_error',
        code: 'role_missing',
      });
      expect((await at(rating, other).post('/v1/feedback', rate)).status).toBe(200);
      expect((await at(rating).ask('any', 'May I?')).status).toBe(403);
      const { body: self } = await at(rating).get('/v1/whoami');
      expect(self).toMatchObject({ name: 'test', roles: ['rate'], tasks: null, auth: 'keys' });
      for (const key of [asking, rating]) expect((await at(key).get(KEYS)).status).toBe(403);
    });

    it('keeps a key for some tasks from all others', async () => {
      const { body: foreign } = await opened.client.ask('any', 'Not yours.', WAIT);
      const { key } = await newKey({ roles: ['query', 'rate'], tasks: ['sum'] });
      const refused = await at(key).ask('any', 'May I?');
      expect(refused.status).toBe(403);
      expect(refused.body.error).toMatchObject({ code: 'task_not_allowed', param: 'task' });
      expect((await at(key).ask('sum', 'May I here?', WAIT)).status).toBe(200);
      const { body: tasks } = await at(key).get('/v1/tasks');
      expect(tasks.data.map(({ name }: { name: string }) => name)).toEqual(['sum']);
      expect((await at(key).get(`/v1/queries/${foreign.id}`)).status).toBe(404);
      expect((await at(key).get(`/v1/rounds/${foreign.id}`)).status).toBe(404);
      const rating = { query_id: foreign.id, score: 0 };
      expect((await at(key).post('/v1/feedback', rating)).status).toBe(404);
      expect((await at(key).get('/v1/whoami')).body.tasks).toEqual(['sum']);
      const { key: local } = await newKey({ roles: ['admin'], tasks: ['sum'] });
      expect((await at(local).get(KEYS)).status).toBe(403);
      expect((await at(local).get(`${TASKS}/any`)).status).toBe(403);
      expect((await at(local).get(`${TASKS}/sum`)).status).toBe(200);
    });

    it('rotates a key: both secrets are good until the grace is over', async () => {
      const { id, key, tag } = await newKey({ roles: ['query'] });
      const turned = await opened.client.post(
        `${KEYS}/${id}/rotate`,
        { grace_seconds: 3 },
        { 'if-match': tag },
      );
      expect(turned.status).toBe(200);
      const next = turned.body.key as string;
      expect(next).not.toBe(key);
      for (const good of [key, next]) {
        await withinASecond(async () => (await at(good, other).get('/v1/tasks')).status === 200);
      }
      await eventually(async () =>
        (await at(key, other).get('/v1/tasks')).status === 401 ? true : undefined,
      );
      expect((await at(next, other).get('/v1/tasks')).status).toBe(200);
    });

    it('revokes a key everywhere within a second, but not the last that can do everything', async () => {
      const { id, key, tag } = await newKey({ roles: ['query'] });
      expect((await at(key, other).get('/v1/tasks')).status).toBe(200);
      const revoked = await opened.client.send('DELETE', `${KEYS}/${id}`, {}, { 'if-match': tag });
      expect(revoked.status).toBe(200);
      await withinASecond(async () => (await at(key, other).get('/v1/tasks')).status === 401);
      const { body: keys } = await opened.client.get(KEYS);
      const first = keys.data.find(({ name }: { name: string }) => name === 'first admin');
      const refused = await change('DELETE', `${KEYS}/${first.id}`);
      expect(refused.body.error.code).toBe('last_admin_key');
      expect((await opened.client.get(KEYS)).status).toBe(200);
    });

    it('refuses an expired key, and one that sends too much', async () => {
      const { key: old } = await newKey({ roles: ['query'], expires_at: '2020-01-01T00:00:00Z' });
      expect((await at(old).get('/v1/tasks')).status).toBe(401);
      const { key: eager } = await newKey({ roles: ['query'], requests_per_minute: 3 });
      for (let time = 0; time < 3; time++) {
        expect((await at(eager).get('/v1/tasks')).status).toBe(200);
      }
      const { status, headers, body } = await at(eager).get('/v1/tasks');
      expect(status).toBe(429);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body.error).toMatchObject({ type: 'rate_limit_error', code: 'rate_limit_exceeded' });
    });

    it('changes a budget at every replica within a second, without a restart', async () => {
      const { status, body } = await change('PATCH', `${TASKS}/any`, { budgetUsdPerQuery: 0.03 });
      expect(status).toBe(200);
      expect(body).toMatchObject({ version: 2, source: 'api', file_differs: true });
      await withinASecond(async () => {
        const { body: tasks } = await at(opened.house.adminKey, other).get('/v1/tasks');
        return tasks.data[0].budget_usd_per_query === 0.03;
      });
    });

    it('changes nothing unseen: 428 without If-Match, 412 with an old one', async () => {
      const path = `${TASKS}/any`;
      const missing = await opened.client.send('PATCH', path, { size: 1 });
      expect(missing.status).toBe(428);
      const stale = await opened.client.send('PATCH', path, { size: 1 }, { 'if-match': '"1"' });
      expect(stale.status).toBe(412);
      expect(stale.headers.get('etag')).toBe('"2"');
      const { headers } = await opened.client.get(path);
      const tag = headers.get('etag')!;
      const both = await Promise.all(
        [0.04, 0.05].map((budgetUsdPerQuery) =>
          opened.client.send('PATCH', path, { budgetUsdPerQuery }, { 'if-match': tag }),
        ),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    it('refuses a config that the file could not have, and says what is wrong', async () => {
      const wrong = await change('PATCH', `${TASKS}/any`, { size: 9, budgetUsd: 1 });
      expect(wrong.status).toBe(400);
      expect(wrong.body.error).toMatchObject({ code: 'invalid_config' });
      expect(wrong.body.error.message).toContain('did you mean budgetUsdPerQuery?');
      const gone = await change('DELETE', `${MODELS}/gpt-4o-mini`);
      expect(gone.status).toBe(200);
      const last = await change('PATCH', `${TASKS}/any`, { models: ['gpt-4o-mini'] });
      expect(last.body.error.param).toBe('tasks.any.models[0]');
      const back = await opened.client.post(MODELS, {
        name: 'gpt-4o-mini',
        config: gone.body.config,
      });
      expect(back.status).toBe(201);
    });

    it('makes a task that every replica takes queries for at once, pauses and deletes it', async () => {
      const config = { reward: 'any-win', size: 1, budgetUsdPerQuery: 0.01, evaluator: 'none' };
      expect((await opened.client.post(TASKS, { name: 'new', config })).status).toBe(201);
      const there = at(opened.house.adminKey, other);
      await withinASecond(async () => (await there.ask('new', 'Hello?')).status === 202);
      expect((await opened.client.post(TASKS, { name: 'new', config })).status).toBe(409);
      await opened.client.post(`${TASKS}/new/pause`, {});
      await withinASecond(async () => (await there.ask('new', 'Still?')).status === 409);
      await opened.client.post(`${TASKS}/new/resume`, {});
      await withinASecond(async () => (await there.ask('new', 'Again?')).status === 202);
      expect((await change('DELETE', `${TASKS}/new`)).status).toBe(200);
      await withinASecond(async () => (await there.ask('new', 'Gone?')).status === 404);
    });

    it('sets prices from now on or later, and keeps the old ones', async () => {
      const path = `${MODELS}/gemma-2-2b-it`;
      const price = (usd: number): object => ({
        inputUsdPerMillionTokens: usd,
        outputUsdPerMillionTokens: usd,
      });
      expect((await change('PUT', `${path}/price`, { price: price(2) })).status).toBe(200);
      const soon = new Date(Date.now() + 1_500).toISOString();
      const later = { price: price(3), valid_from: soon };
      expect((await change('PUT', `${path}/price`, later)).status).toBe(200);
      expect((await opened.client.get(path)).body.config.price).toEqual(price(2));
      const early = { price: price(4), valid_from: '2020-01-01T00:00:00Z' };
      expect((await change('PUT', `${path}/price`, early)).body.error.param).toBe('valid_from');
      const free = await change('PUT', `${path}/price`, { price: {} });
      expect(free.status).toBe(400);
      await eventually(async () =>
        (await opened.client.get(path)).body.config.price.inputUsdPerMillionTokens === 3
          ? true
          : undefined,
      );
      const { body } = await opened.client.get(`${path}/prices`);
      const usd = body.data.map((entry: any) => entry.price.inputUsdPerMillionTokens as number);
      expect(usd).toEqual([3, 2, 0.5]);
    });

    it('keeps what it changed though the service starts again, until it is reverted', async () => {
      const { house, client } = opened;
      await house.cloud.kill('SIGTERM');
      await house.startCloud();
      expect(house.cloud.output()).toContain('task any was changed by the API');
      const { body: kept } = await client.get(`${TASKS}/any`);
      expect(kept).toMatchObject({ source: 'api', file_differs: true });
      const { status, body } = await change('POST', `${TASKS}/any/revert`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ source: 'file', file_differs: false });
      expect(body.config.budgetUsdPerQuery).toBe(0.01);
    });

    it('shows what a change would choose, and makes none', async () => {
      const { client } = opened;
      for (let query = 0; query < 5; query++) await client.ask('any', `preview ${query}`, WAIT);
      const fixed = { policy: { name: 'fixed', models: 'claude-3.5-sonnet' } };
      const { status, body } = await client.post(`${TASKS}/any/preview?last=5`, fixed);
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.rounds).toBe(5);
      expect(body.after.combinations).toEqual([{ combination: ['claude-3.5-sonnet'], rounds: 5 }]);
      const { body: task } = await client.get(`${TASKS}/any`);
      expect(task.config).not.toHaveProperty('policy');
      const wrong = await client.post(`${TASKS}/any/preview`, { policy: 'clever' });
      expect(wrong.status).toBe(400);
    });

    it('writes down who changed what, without secrets', async () => {
      const { client, house } = opened;
      const { id, key } = await newKey({ roles: ['query'] });
      const { body } = await client.get('/admin/v1/audit?limit=500');
      const [latest] = body.data;
      expect(latest).toMatchObject({ action: 'create', kind: 'key', name: id, before: null });
      expect(latest.key_id).toBe(house.adminKey.split('_')[1]);
      const text = JSON.stringify(body);
      for (const secret of [key, house.adminKey]) {
        expect(text).not.toContain(secret.split('_').slice(2).join('_'));
      }
      const { body: tasks } = await client.get('/admin/v1/audit?kind=task&name=any&limit=1');
      expect(tasks.data).toEqual([expect.objectContaining({ kind: 'task', action: 'revert' })]);
      expect((await client.get('/admin/v1/audit?limit=0')).status).toBe(400);
    });
  },
  { needsKeys: true },
);
