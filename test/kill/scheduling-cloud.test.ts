import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { blockQueue, lockTable, somebodyWaits } from '../ground/block.js';
import { expectBooksToBalance } from '../ground/books.js';
import { ends, submit } from '../ground/load.js';

onEachBackend('a scheduling-cloud killed', (opened) => {
  it('after acknowledging and before enqueueing: the sweeper sends the queries', async () => {
    const { house, client } = opened;
    const queue = await blockQueue(house);
    const ids = await submit(client, 20);
    expect(ids).toHaveLength(20);
    await house.cloud.kill('SIGKILL');
    await queue.release();
    await house.startCloud();
    expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
    await expectBooksToBalance(house.database);
  });

  it('between enqueueing and learning: the next one learns', async () => {
    const { house, client } = opened;
    const local = house.localServers.splice(0);
    await Promise.all(local.map((server) => server.kill('SIGKILL')));
    const ids = await submit(client, 20);
    await house.cloud.kill('SIGKILL');
    await house.startLocalServer();
    await house.startCloud();
    expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
    await expectBooksToBalance(house.database);
  });

  it('in the middle of learning: nothing is half learnt, and nothing twice', async () => {
    const { house, client } = opened;
    const statistics = await lockTable(house.database.url, 'purser.arm_statistics');
    const ids = await submit(client, 20);
    await somebodyWaits(house);
    await house.cloud.kill('SIGKILL');
    await statistics.release();
    await house.startCloud();
    expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
    await expectBooksToBalance(house.database);
  });

  it('in the middle of rating: a rating that is sent again counts once', async () => {
    const { house, client } = opened;
    const [id] = await submit(client, 1);
    await ends(client, [id!]);
    const statistics = await lockTable(house.database.url, 'purser.arm_statistics');
    const rating = { query_id: id, score: 0.125 };
    const unanswered = client.post('/v1/feedback', rating).catch(() => undefined);
    await somebodyWaits(house);
    await house.cloud.kill('SIGKILL');
    await unanswered;
    await statistics.release();
    await house.startCloud();
    const again = await client.post('/v1/feedback', rating);
    expect(again.status).toBe(200);
    expect((await client.get(`/v1/queries/${id}`)).body.reward).toBe(0.125);
    await expectBooksToBalance(house.database);
  });

  it('by a polite signal: what it acknowledged is answered by the next one', async () => {
    const { house, client } = opened;
    const ids = await submit(client, 50);
    await house.cloud.kill('SIGTERM');
    await house.startCloud();
    expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
    await expectBooksToBalance(house.database);
  });
});
