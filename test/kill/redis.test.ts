import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../ground/books.js';
import { Client } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';
import { ends, submit } from '../ground/load.js';
import { hasRedis } from '../ground/redis.js';

describe.skipIf(!hasRedis)('Redis, killed with all its data (needs redis-server)', () => {
  let house: House | undefined;
  beforeAll(async () => {
    house = await openHouse({ backend: 'redis', latencyMs: 200 });
  });
  afterAll(() => house?.close());

  it('loses no query: those whose jobs are gone are sent again', async () => {
    const { redis, url, database } = house!;
    const client = new Client(url);
    const before = await submit(client, 100);
    await redis!.kill();
    const during = await submit(client, 50);
    await redis!.restart();
    const after = await submit(client, 50);
    const ids = [...before, ...during, ...after];
    expect(ids).toHaveLength(200);
    expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
    await expectBooksToBalance(database);
    const { body } = await client.ask('any', 'Are you there?', { prefer: 'wait=10' });
    expect(body.status).toBe('answered');
  });
});
