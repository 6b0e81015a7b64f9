import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';

const [ASKED, JUDGE] = ['gemma-2-2b-it', 'claude-3.5-sonnet'];
const LIMIT_USD = 1;
const QUERIES = 30;

const TASK = {
  name: 'judged',
  config: {
    reward: 'any-win',
    size: 1,
    models: [ASKED],
    budgetUsdPerQuery: 0.01,
    evaluator: { kind: 'llm-judge', model: JUDGE, rubric: 'Is the answer right?' },
  },
};

onEachBackend('a judge, when the local-servers that ask it are killed', (opened) => {
  it('is paid at its worst case, and the cap is kept', async () => {
    const { house, client } = opened;
    expect((await client.post('/admin/v1/tasks', TASK)).status).toBe(201);
    const cap = { scope: 'task', subject: 'judged', window: 'month', limit_usd: LIMIT_USD };
    const { body: made } = await client.post('/admin/v1/caps', cap);
    await house.faults({ slowRate: 0.5, slowMs: 15_000, models: [JUDGE] });
    const ids = await Promise.all(
      Array.from({ length: QUERIES }, async (_, query) => {
        const { body } = await client.ask('judged', `Add ${query}.`);
        return body.id as string;
      }),
    );
    // Some have their verdict by then, so others wait for theirs.
    await eventually(async () => {
      const judged = await house.database.query('SELECT FROM purser.calls');
      return judged.length >= 3 ? true : undefined;
    });
    for (const server of house.localServers) await server.kill('SIGKILL');
    await house.faults({ slowRate: 0 });
    await house.startLocalServer();
    for (const id of ids) expect((await client.settled(id)).body.status).not.toBe('pending');
    const { current } = await eventually(async () => {
      const { body } = await client.get(`/admin/v1/caps/${made.id}`);
      return body.current.reserved_usd === 0 ? body : undefined;
    });
    expect(current.settled_usd).toBeLessThanOrEqual(LIMIT_USD);
    const lost = await house.database.query<{ judgement: { costNanoUsd: number } }>(
      `SELECT judgement FROM purser.calls WHERE (judgement ->> 'lostAttempts')::integer > 0`,
    );
    expect(lost.length).toBeGreaterThan(0);
    for (const { judgement } of lost) expect(judgement.costNanoUsd).toBeGreaterThan(0);
    const overruns = await client.get('/admin/v1/overruns');
    expect(overruns.body.data).toEqual([]);
    await expectBooksToBalance(house.database);
  }, 120_000);
});
