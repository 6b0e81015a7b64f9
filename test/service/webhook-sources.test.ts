import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import type { Answer } from '../ground/client.js';

const SHOP = '/admin/v1/webhook-sources/shop';
const MAPPING = { query: 'query', rating: 'stars', scale: 'stars' };

onEachBackend('webhook sources', (opened) => {
  const change = (method: string, path: string, version: number, body: unknown): Promise<Answer> =>
    opened.client.send(method, path, body, { 'if-match': `"${version}"` });
  const send = (query: string, secret: string): Promise<Answer> => {
    const [id, at, text] = [`msg_${randomUUID()}`, new Date(), JSON.stringify({ query, stars: 5 })];
    return opened.client.post('/v1/webhooks/shop', text, {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, text),
    });
  };

  it('are made with a secret that is shown once, turned, tried and removed', async () => {
    const { body: query } = await opened.client.ask('any', 'Rate me.', { prefer: 'wait=20' });
    const id = query.id as string;
    const made = await opened.client.send('PUT', SHOP, { mapping: MAPPING });
    expect(made.body).toMatchObject({ name: 'shop', source: 'api', version: 1 });
    const first = made.body.secret as string;
    expect((await opened.client.get(SHOP)).body).toMatchObject({ secret: null, version: 1 });
    expect((await send(id, first)).status).toBe(200);

    const turned = await change('POST', `${SHOP}/rotate`, 1, { keep: 1 });
    const second = turned.body.secret as string;
    for (const secret of [first, second]) expect((await send(id, secret)).status).toBe(200);
    await change('POST', `${SHOP}/rotate`, 2, { keep: 1 });
    expect((await send(id, first)).status).toBe(401);
    expect((await send(id, second)).status).toBe(200);

    const tried = await opened.client.post(`${SHOP}/test`, { payload: { query: id, stars: 3 } });
    expect(tried.body.rating).toMatchObject({ query_id: id, score: 0.5 });
    const unread = await opened.client.post(`${SHOP}/test`, { payload: { query: id, stars: 9 } });
    expect(unread.status).toBe(422);

    expect((await change('DELETE', SHOP, 1, {})).status).toBe(412);
    expect((await change('DELETE', SHOP, 3, {})).status).toBe(200);
    expect((await send(id, second)).status).toBe(404);
    const { body: log } = await opened.client.get('/admin/v1/audit?kind=webhook_source&name=shop');
    const actions = (log.data as { action: string }[]).map(({ action }) => action);
    expect(actions).toEqual(['remove', 'change', 'change', 'create']);
    for (const secret of [first, second]) expect(JSON.stringify(log)).not.toContain(secret);
  });

  it('change only for who has seen them, and name the variables that are not set', async () => {
    const path = '/admin/v1/webhook-sources/survey';
    expect((await opened.client.send('PUT', path, { mapping: MAPPING })).status).toBe(412);
    const named = { mapping: MAPPING, secret_env: ['NO_WEBHOOK_SECRET'] };
    const unset = await opened.client.send('PUT', '/admin/v1/webhook-sources/other', named);
    expect(unset.body.error).toMatchObject({ code: 'secret_not_set', param: 'secret_env' });
    expect((await opened.client.send('POST', `${path}/rotate`, {})).status).toBe(428);
  });
});
