import { expect, it } from 'vitest';
import { onEachBackend, type Opened } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';
import { ends } from '../ground/load.js';

/** Clients that ask until the service is gone. @returns the queries that were acknowledged */
async function load({ client }: Opened, clients: number): Promise<string[]> {
  const acknowledged: string[] = [];
  const ask = async (): Promise<void> => {
    for (;;) {
      const answer = await client.ask('any', 'Who is on duty?').catch(() => undefined);
      if (answer?.status !== 202) return;
      acknowledged.push(answer.body.id as string);
    }
  };
  await Promise.all(Array.from({ length: clients }, ask));
  return acknowledged;
}

onEachBackend(
  'a process that is told to stop under load',
  (opened) => {
    it('answers the requests that it has, loses nothing, and ends with 0: scheduling-cloud', async () => {
      const { house, client } = opened;
      const { cloud } = house;
      const loaded = load(opened, 20);
      const waiting = Array.from({ length: 10 }, () =>
        client.ask('any', 'Who waits?', { prefer: 'wait=30' }),
      );
      await eventually(async () => {
        const [row] = await house.database.query<{ count: number }>(
          'SELECT count(*)::integer AS count FROM purser.queries',
        );
        return row!.count > 100 || undefined;
      });
      await cloud.kill('SIGTERM');
      expect(cloud.exitCode()).toBe(0);
      const answers = await Promise.all(waiting);
      for (const { status } of answers) expect([200, 202]).toContain(status);
      const ids = [...(await loaded), ...answers.map(({ body }) => body.id as string)];

      await house.startCloud();
      expect(new Set(await ends(client, ids))).toEqual(new Set(['answered']));
      await expectBooksToBalance(house.database);
    });

    it('finishes the calls under way, once each, and ends with 0: local-server', async () => {
      const { house, client } = opened;
      await house.startLocalServer();
      const [first, second] = house.localServers;
      await house.faults({ slowRate: 1, slowMs: 300 });
      const ids = await Promise.all(
        Array.from({ length: 60 }, async () => (await client.ask('any', 'Who?')).body.id as string),
      );
      await first!.kill('SIGTERM');
      expect(first!.exitCode()).toBe(0);
      expect(second!.hasEnded()).toBe(false);
      expect(new Set(await ends(client, ids))).toEqual(new Set(['answered']));
      const [row] = await house.database.query<{ lost: number }>(
        `SELECT coalesce(sum(lost_attempts), 0)::integer AS lost FROM purser.calls
         WHERE query_id = ANY($1::uuid[])`,
        [ids],
      );
      expect(row).toEqual({ lost: 0 });
      await expectBooksToBalance(house.database);
    });
  },
  { localServers: 1, latencyMs: 50 },
);
