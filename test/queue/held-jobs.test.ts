import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecutionsJob } from '#contracts';
import { Queues } from '#queue';
import { eventually } from '../ground/client.js';
import { freshDatabase, type TestDatabase } from '../ground/database.js';
import { hasRedis, startRedis, type TestRedis } from '../ground/redis.js';

let database: TestDatabase;
let redis: TestRedis | undefined;
beforeAll(async () => {
  database = await freshDatabase();
  redis = hasRedis ? await startRedis() : undefined;
});
afterAll(async () => {
  await redis?.kill();
  await database.drop();
});

const KIB = 1024;

function jobOf(characters: number): ExecutionsJob {
  return {
    tasks: {},
    models: {},
    queries: [
      {
        queryId: randomUUID(),
        task: 't',
        messages: [{ role: 'user', content: 'x'.repeat(characters) }],
        options: {},
        reference: null,
        metadata: {},
        combination: ['a'],
        deadlineAt: Date.now() + 60_000,
        replyTo: null,
        stream: null,
        reservedNano: null,
      },
    ],
  };
}

describe.each(['postgres', 'redis'] as const)('a worker of the queue on %s', (backend) => {
  it.skipIf(backend === 'redis' && !hasRedis)(
    'holds no more than its bytes, though jobs wait, and as many small jobs as it may',
    async () => {
      const url = backend === 'postgres' ? database.url : redis!.url;
      const queues = await Queues.open({ backend, url, onError: () => undefined });
      const send = (jobs: number, characters: number): Promise<unknown> =>
        Promise.all(
          Array.from({ length: jobs }, () =>
            queues.sendExecutions(randomUUID(), jobOf(characters)),
          ),
        );
      const running: (() => void)[] = [];
      let most = 0;
      let done = 0;
      await send(12, 50 * KIB);
      const working = queues.workExecutions(
        async () => {
          await new Promise<void>((resolve) => {
            running.push(resolve);
            most = Math.max(most, running.length);
          });
          done += 1;
        },
        { concurrency: 40, maxBytes: 250 * KIB },
      );
      // Three of 100 KiB, the third of which goes over the bound.
      while (done < 9) {
        await eventually(() => Promise.resolve(running.length === 3 || undefined));
        const before = done;
        running.shift()!();
        await eventually(() => Promise.resolve(done > before || undefined));
      }
      while (done < 12) {
        await eventually(() => Promise.resolve(running.length > 0 || undefined));
        running.splice(0).forEach((end) => end());
        await eventually(() => Promise.resolve(running.length > 0 || done === 12 || undefined));
      }
      expect(most).toBe(3);
      await send(40, 10);
      await eventually(() => Promise.resolve(running.length === 40 || undefined));
      running.splice(0).forEach((end) => end());
      await send(1, 500 * KIB);
      await eventually(() => Promise.resolve(running.length === 1 || undefined));
      running.splice(0).forEach((end) => end());
      await working.close();
      await queues.close();
    },
  );
});
