import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';

const WAIT = { prefer: 'wait=20' };

onEachBackend('the registry', (opened) => {
  const names = async (): Promise<string[]> => {
    const { body } = await opened.client.get('/v1/tasks');
    return body.data.map(({ name }: { name: string }) => name) as string[];
  };
  const restart = async (change: (text: string) => string): Promise<void> => {
    await opened.house.configure(change);
    await opened.house.cloud.kill('SIGTERM');
    await opened.house.startCloud();
  };

  const inTheFile = 'any sum all hasty words rated silent driven patient'.split(' ');

  it('has what purser.yaml says', async () => {
    expect(await names()).toEqual(inTheFile);
  });

  it('takes up what has changed in the file at the next start, and writes down that it did', async () => {
    await restart((text) => text.replace('budgetUsdPerQuery: 0.01', 'budgetUsdPerQuery: 0.02'));
    const { body } = await opened.client.get('/v1/tasks');
    const [any, sum] = body.data;
    expect(any).toMatchObject({ name: 'any', budget_usd_per_query: 0.02 });
    expect(sum.budget_usd_per_query).toBe(0.01);
    const log = await opened.house.database.query(
      `SELECT kind, name, action, after->'version' AS version FROM purser.audit_log
       WHERE action = 'apply-file' ORDER BY id DESC LIMIT 1`,
    );
    expect(log).toEqual([{ kind: 'task', name: 'any', action: 'apply-file', version: 2 }]);
  });

  it('withdraws a task that is gone from the file, whose queries under way are answered', async () => {
    const { client, house } = opened;
    const local = house.localServers.splice(0);
    await Promise.all(local.map((server) => server.kill('SIGKILL')));
    const { body: pending } = await client.ask('sum', 'Still there?');
    await restart((text) => text.replace('\n  sum:', '\n  other:'));
    expect(await names()).toEqual([...inTheFile.filter((name) => name !== 'sum'), 'other']);
    expect((await client.ask('sum', 'And now?')).body.error.code).toBe('task_not_found');
    await house.startLocalServer();
    expect((await client.settled(pending.id as string)).body.status).toBe('answered');
    expect((await client.ask('other', 'And here?', WAIT)).status).toBe(200);
  });

  it('keeps the price of a model with the time from which it counts', async () => {
    const { house } = opened;
    await restart((text) =>
      text.replace('inputUsdPerMillionTokens: 0.5', 'inputUsdPerMillionTokens: 0.25'),
    );
    const prices = await house.database.query(
      `SELECT price->'inputUsdPerMillionTokens' AS usd FROM purser.model_prices
       WHERE model = 'gemma-2-2b-it' ORDER BY valid_from`,
    );
    expect(prices).toEqual([{ usd: 0.5 }, { usd: 0.25 }]);
  });
});
