import { expect, it } from 'vitest';
import { CapStore, purserDatabase } from '#storage';
import { onEachBackend, type Opened } from '../ground/backends.js';
import { dropWaiters, lockTable, somebodyWaits } from '../ground/block.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';
import { ends, submit } from '../ground/load.js';

const LIMIT_NANO = 1_000_000_000;

async function capped({ house }: Opened): Promise<void> {
  const source = await purserDatabase(house.database.url).initialize();
  const terms = {
    scope: 'global',
    subject: '',
    span: 'month',
    timeZone: 'UTC',
    hard: true,
  } as const;
  await new CapStore(source).put({ ...terms, limitNano: LIMIT_NANO }, null);
  await source.destroy();
}

/** Waits until nothing is reserved any more. @returns what is settled, in nano-dollars */
function spent({ house }: Opened): Promise<number> {
  return eventually(async () => {
    const [row] = await house.database.query<{ reserved: string; settled: string }>(
      'SELECT sum(reserved_nano) AS reserved, sum(settled_nano) AS settled FROM purser.cap_windows',
    );
    return row?.reserved === '0' ? Number(row.settled) : undefined;
  });
}

onEachBackend('a reservation, when the scheduling-cloud is killed', (opened) => {
  it('in the middle of reserving, and its statement with it: nothing is reserved', async () => {
    await capped(opened);
    const { house, client } = opened;
    const ledger = await lockTable(house.database.url, 'purser.ledger');
    const unanswered = submit(client, 20);
    await somebodyWaits(house);
    await house.cloud.kill('SIGKILL');
    expect(await unanswered).toEqual([]);
    await dropWaiters(house);
    await ledger.release();
    expect(await house.database.query('SELECT FROM purser.ledger')).toEqual([]);
    await house.startCloud();
    await expectBooksToBalance(house.database);
  });

  it('in the middle of reserving, which PostgreSQL ends: is settled though nobody was told', async () => {
    const { house, client } = opened;
    const ledger = await lockTable(house.database.url, 'purser.ledger');
    const unanswered = submit(client, 20);
    await somebodyWaits(house);
    await house.cloud.kill('SIGKILL');
    expect(await unanswered).toEqual([]);
    await ledger.release();
    await house.startCloud();
    expect(await spent(opened)).toBeGreaterThan(0);
    const rows = await house.database.query<{ id: string }>('SELECT id FROM purser.queries');
    const ids = rows.map(({ id }) => id);
    expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
    await expectBooksToBalance(house.database);
  });

  it('in the middle of settling: is settled once, by the next one', async () => {
    const { house, client } = opened;
    const statistics = await lockTable(house.database.url, 'purser.arm_statistics');
    const ids = await submit(client, 20);
    await somebodyWaits(house);
    await house.cloud.kill('SIGKILL');
    await statistics.release();
    await house.startCloud();
    expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
    expect(await spent(opened)).toBeGreaterThan(0);
    await expectBooksToBalance(house.database);
  });

  it('and a local-server with it: is settled once all queries have ended', async () => {
    const { house, client } = opened;
    const ids = await submit(client, 100);
    await house.localServers[0]!.kill('SIGKILL');
    await house.cloud.kill('SIGKILL');
    await house.startCloud();
    const ended = await ends(client, ids);
    // Under a cap, a query may fail whose reservation went into what the dead worker began.
    const unanswered = ids.filter((_, index) => ended[index] !== 'answered');
    expect(unanswered.length).toBeLessThan(ids.length / 2);
    for (const id of unanswered) {
      const { body } = await client.get(`/v1/queries/${id}`);
      expect(body).toMatchObject({ status: 'failed', error: { code: 'all_calls_failed' } });
      for (const call of body.calls) expect(call.error).toMatchObject({ code: 'lost' });
    }
    expect(await spent(opened)).toBeLessThanOrEqual(LIMIT_NANO);
    await expectBooksToBalance(house.database);
  });
});
