import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '#contracts';
import { migrateQueue, Queues, WORKER_ROLE } from '#queue';
import { migrateUp } from '#storage';
import { eventually } from '../ground/client.js';
import { emptyDatabase, QUEUE_PASSWORD, type TestDatabase } from '../ground/database.js';
import { hasRedis, startRedis, type TestRedis } from '../ground/redis.js';

let database: TestDatabase;
let redis: TestRedis | undefined;
const workerUrl = (): string => {
  const url = new URL(database.url);
  url.username = WORKER_ROLE;
  url.password = QUEUE_PASSWORD;
  return url.href;
};

beforeAll(async () => {
  database = await emptyDatabase();
  await migrateUp(database.url);
  await Promise.all(Array.from({ length: 5 }, () => migrateQueue(database.url, QUEUE_PASSWORD)));
  redis = hasRedis ? await startRedis() : undefined;
});
afterAll(async () => {
  await redis?.kill();
  await database.drop();
});

it('makes the role of local-servers from several databases of one server at once', async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, () => emptyDatabase()));
  const urls = databases.flatMap(({ url }) => [url, url]);
  await Promise.all(urls.map((url) => migrateQueue(url, QUEUE_PASSWORD)));
  await Promise.all(databases.map((each) => each.drop()));
});

describe.each(['postgres', 'redis'] as const)('the channel on %s', (backend) => {
  const open = (): Promise<Queues> => {
    const url = backend === 'postgres' ? workerUrl() : redis!.url;
    return Queues.open({ backend, url, onError: () => undefined });
  };

  it.skipIf(backend === 'redis' && !hasRedis)(
    'brings every message to its topic alone, though hundreds are sent at once',
    async () => {
      const [sender, receiver] = await Promise.all([open(), open()]);
      const heard: Reply[] = [];
      await receiver.channel.subscribe('here', (reply) => heard.push(reply));
      const ids = Array.from({ length: 500 }, () => randomUUID());
      for (const id of ids) {
        sender.channel.publish('here', { kind: 'settled', queryIds: [id] });
        sender.channel.publish('elsewhere', { kind: 'settled', queryIds: [randomUUID()] });
      }
      const received = (): string[] =>
        heard.flatMap((reply) => (reply.kind === 'settled' ? reply.queryIds : []));
      await eventually(() => Promise.resolve(received().length >= 500 || undefined));
      expect(received().toSorted()).toEqual(ids.toSorted());
      await Promise.all([sender.close(), receiver.close()]);
    },
  );
});

describe('the channel on postgres', () => {
  it('hears again after its connection was broken', async () => {
    const [sender, receiver] = await Promise.all(
      [0, 1].map(() =>
        Queues.open({ backend: 'postgres', url: workerUrl(), onError: () => undefined }),
      ),
    );
    let heard = 0;
    await receiver!.channel.subscribe('here', () => (heard += 1));
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN "purser_here"%'`,
    );
    await eventually(() => {
      sender!.channel.publish('here', { kind: 'settled', queryIds: [randomUUID()] });
      return Promise.resolve(heard > 0 || undefined);
    });
    await Promise.all([sender!.close(), receiver!.close()]);
  });
});

describe("the local-server's role", () => {
  it('works the queue and sees nothing of Purser', async () => {
    const queues = await Queues.open({
      backend: 'postgres',
      url: workerUrl(),
      onError: () => undefined,
    });
    await queues.ping();
    await queues.close();
    const client = new Client({ connectionString: workerUrl() });
    await client.connect();
    for (const table of ['queries', 'calls', 'arm_statistics', 'pacing']) {
      await expect(client.query(`SELECT FROM purser.${table}`)).rejects.toThrow(
        'permission denied for schema purser',
      );
    }
    await client.query(
      'CREATE FUNCTION pg_temp.f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$',
    );
    const trap =
      'CREATE TRIGGER trap BEFORE INSERT ON purser_queue.job FOR EACH ROW EXECUTE FUNCTION pg_temp.f()';
    await expect(client.query(trap)).rejects.toThrow('permission denied for table job');
    await client.end();
  });
});
