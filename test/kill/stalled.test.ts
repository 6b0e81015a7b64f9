import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { lockTable, somebodyWaits } from '../ground/block.js';
import { expectBooksToBalance } from '../ground/books.js';
import { ends, submit } from '../ground/load.js';

onEachBackend('a PostgreSQL that stalls', (opened) => {
  it('outlasts the patience of a client, which is answered late, and hurts nobody else', async () => {
    const { house, client } = opened;
    const books = await lockTable(house.database.url, 'purser.pacing');
    const impatient = client.ask('any', 'Be quick.', { prefer: 'wait=1' });
    const patient = client.ask('any', 'Take your time.', { prefer: 'wait=20' });
    await somebodyWaits(house);
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // longer than the first one waits
    await books.release();
    const [late, answered] = await Promise.all([impatient, patient]);
    expect([200, 202]).toContain(late.status);
    expect(answered).toMatchObject({ status: 200, body: { status: 'answered' } });
    expect(await ends(client, [late.body.id as string])).toEqual(['answered']);
    expect(house.cloud.hasEnded()).toBe(false);
    await expectBooksToBalance(house.database);
  });

  it('does not keep a service from ending that holds a waiting client', async () => {
    const { house, client } = opened;
    await house.faults({ slowRate: 1, slowMs: 4_000 });
    const waiting = client.ask('any', 'Slow.', { prefer: 'wait=60' });
    await submit(client, 1);
    const told = performance.now();
    await house.cloud.kill('SIGTERM');
    expect(performance.now() - told).toBeLessThan(15_000);
    await house.faults({ slowRate: 0 });
    await house.startCloud();
    const { status, body } = await waiting;
    expect(status).toBe(202);
    expect(await ends(client, [body.id as string])).toEqual(['answered']);
  });
});
