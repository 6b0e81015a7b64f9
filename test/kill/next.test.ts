import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { blockQueue } from '../ground/block.js';
import { expectBooksToBalance } from '../ground/books.js';
import { ends, submit } from '../ground/load.js';

onEachBackend('a scheduling-cloud killed after it promised the next answer', (opened) => {
  it('and before it asked for it: the sweeper asks the next model, once', async () => {
    const { house, client } = opened;
    const [id] = await submit(client, 1, 'driven');
    await ends(client, [id!]);
    const queue = await blockQueue(house);
    const promised = await client.post(`/v1/queries/${id}/next`, {});
    expect(promised.status).toBe(202);
    await house.cloud.kill('SIGKILL');
    await queue.release();
    await house.startCloud();
    expect(await ends(client, [id!])).toEqual(['answered']);
    const { body } = await client.get(`/v1/queries/${id}`);
    expect(body.calls.map((call: any) => call.model)).toEqual(['gemma-2-2b-it', 'gpt-4o-mini']);
    await expectBooksToBalance(house.database);
  });
});
