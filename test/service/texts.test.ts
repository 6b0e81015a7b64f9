import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, eventually } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const WAIT = { prefer: 'wait=20' };
const CONFIG = {
  reward: 'any-win',
  size: 1,
  budgetUsdPerQuery: 0.01,
  evaluator: 'none',
  rewardWait: { seconds: 0.5, default: 0.5 },
};

let house: House;
let client: Client;
beforeAll(async () => {
  house = await openHouse({ backend: 'postgres', localServers: 1 });
  client = new Client(house.url);
  for (const store of ['none', 'hash'] as const) {
    const task = { name: `keeps-${store}`, config: { ...CONFIG, store } };
    expect((await client.post('/admin/v1/tasks', task)).status).toBe(201);
  }
});
afterAll(() => house.close());

async function erased(id: string): Promise<any> {
  return eventually(async () => {
    const { body } = await client.get(`/v1/queries/${id}`);
    return body.text.kept === 'full' ? undefined : (body as unknown);
  });
}

it.each(['none', 'hash'])(
  'a task that stores %s says so, and a rating still counts',
  async (store) => {
    const { body: before } = await client.ask(`keeps-${store}`, 'What is 6 × 7?', WAIT);
    expect(before).toMatchObject({ status: 'answered', text: { kept: 'full', erased_at: null } });
    const after = await erased(before.id as string);
    expect(after).toMatchObject({
      status: 'answered',
      answer: null,
      candidates: [],
      model: before.model,
      cost_usd: before.cost_usd,
      reward: 0.5,
      text: {
        kept: store,
        erased_at: expect.any(String) as string,
        message_sha256: store === 'hash' ? [sha256('What is 6 × 7?')] : null,
      },
    });
    const answerHash = store === 'hash' ? sha256(before.answer as string) : null;
    expect(after.calls[0]).toMatchObject({ answer: null, answer_sha256: answerHash });
    const rated = await client.post('/v1/feedback', { query_id: before.id, value: 1 });
    expect(rated.body.status).toBe('late');
    expect((await client.get(`/v1/queries/${before.id}`)).body.reward).toBe(1);
  },
);

it('a request that comes again after that is known, and not answered twice', async () => {
  const once = { 'idempotency-key': 'once' };
  const chat = { model: 'purser/keeps-none', messages: [{ role: 'user', content: 'Again?' }] };
  const first = await client.post('/v1/chat/completions', chat, once);
  expect(first.status).toBe(200);
  await erased(first.body.purser.query_id as string);
  const again = await client.post('/v1/chat/completions', chat, once);
  expect([again.status, again.body.error.code]).toEqual([410, 'answer_not_kept']);
  expect(again.headers.get('x-should-retry')).toBe('false');
});

it('a change of a task erases what it stored before', async () => {
  const { body: before } = await client.ask('silent', 'Remember this.', WAIT);
  const { headers } = await client.get('/admin/v1/tasks/silent');
  const match = { 'if-match': headers.get('etag')! };
  const patch = await client.send('PATCH', '/admin/v1/tasks/silent', { store: 'hash' }, match);
  expect(patch.status).toBe(200);
  expect((await erased(before.id as string)).text.kept).toBe('hash');
  const both = { store: 'none', retentionDays: 3 };
  const wrong = await client.post('/admin/v1/tasks', {
    name: 'odd',
    config: { ...CONFIG, ...both },
  });
  expect([wrong.status, wrong.body.error.param]).toEqual([400, 'tasks.odd.retentionDays']);
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
