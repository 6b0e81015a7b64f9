import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearLockedPorts } from 'get-port';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { Client } from '../ground/client.js';
import { openHouse, type Backend, type House } from '../ground/house.js';
import { ends, submit } from '../ground/load.js';
import { hasRedis } from '../ground/redis.js';

describe.each<Backend>(['postgres', 'redis'])('PostgreSQL, killed in mid-load', (backend) => {
  let folder: string;
  let server: EmbeddedPostgres;
  let house: House | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'purser-kill-'));
    server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), port: 17_432 });
  });
  afterEach(async () => {
    await house?.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.skipIf(backend === 'redis' && !hasRedis)(
    `loses nothing that was acknowledged, the queue on ${backend}`,
    async () => {
      house = await openHouse({ backend, latencyMs: 200, postgresUrl: server.url });
      const client = new Client(house.url);
      const load = [0, 1, 2, 3].map(() => submit(client, 50));
      await load[0];
      process.kill(server.pid, 'SIGKILL');
      await server.ended;
      load.push(submit(client, 20));
      clearLockedPorts(); // get-port would not give the same port again so soon
      server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), port: server.port });
      const ids = (await Promise.all(load)).flat();
      expect(ids.length).toBeGreaterThanOrEqual(50);
      expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
      await expectBooksToBalance(house.database);
      const { body } = await client.ask('any', 'Are you there?', { prefer: 'wait=10' });
      expect(body.status).toBe('answered');
    },
  );
});
