import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';

const WAIT = { prefer: 'wait=20' };
const [FAILING, FALLBACK] = ['gemma-2-2b-it', 'claude-3.5-sonnet'];
const TASK = {
  name: 'safe',
  config: {
    reward: 'any-win',
    size: 1,
    models: [FAILING],
    fallback: FALLBACK,
    budgetUsdPerQuery: 0.01,
    evaluator: 'none',
    retries: 0,
  },
};

onEachBackend('a fallback under a cap', (opened) => {
  it('is reserved with the combination, and asked from that reservation alone', async () => {
    const { house, client } = opened;
    expect((await client.post('/admin/v1/tasks', TASK)).status).toBe(201);
    await house.faults({ errorRate: 1, models: [FAILING] });
    const first = await client.ask('safe', 'What is 6 × 7?', WAIT);
    expect(first.body).toMatchObject({ status: 'answered', model: FALLBACK });
    const [row] = await house.database.query<{ nano: string }>(
      `SELECT reserved_nano AS nano FROM purser.ledger WHERE query_id = $1 AND kind = 'reserve'`,
      [first.body.id],
    );
    const reservedUsd = Number(row!.nano) / 1e9;
    const { body: cap, headers } = await client.post('/admin/v1/caps', {
      scope: 'task',
      subject: 'safe',
      window: 'month',
      limit_usd: reservedUsd - 1e-9,
    });
    const refused = await eventually(async () => {
      const answer = await client.ask('safe', 'What is 6 × 7?', WAIT);
      return answer.status === 429 ? answer : undefined;
    });
    expect(refused.headers.get('x-should-retry')).toBe('false');
    const before = await client.get(`/admin/v1/caps/${cap.id}`);
    const limit_usd = reservedUsd + before.body.current.settled_usd;
    const raised = { 'if-match': headers.get('etag')! };
    await client.send('PATCH', `/admin/v1/caps/${cap.id}`, { limit_usd }, raised);
    const second = await client.ask('safe', 'What is 6 × 7?', WAIT);
    expect(second.body).toMatchObject({ status: 'answered', model: FALLBACK });
    const { current } = await eventually(async () => {
      const { body } = await client.get(`/admin/v1/caps/${cap.id}`);
      return body.current.reserved_usd === 0 ? body : undefined;
    });
    expect(current.settled_usd).toBeLessThanOrEqual(limit_usd);
    await expectBooksToBalance(house.database);
  });
});
