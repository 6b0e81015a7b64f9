import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';
import { ends, submit } from '../ground/load.js';

onEachBackend(
  'a local-server killed in the middle of calls',
  (opened) => {
    it('loses no query: another one takes over, and charges what was lost by its worst case', async () => {
      const { house, client } = opened;
      const ids = await submit(client, 200);
      expect(ids).toHaveLength(200);
      await eventually(async () => {
        const calls = await house.database.query('SELECT FROM purser.calls');
        return calls.length > 0 || undefined;
      });
      await house.localServers[0]!.kill('SIGKILL');
      await house.localServers[1]!.kill('SIGKILL');
      const pending = "SELECT FROM purser.queries WHERE status = 'pending'";
      expect((await house.database.query(pending)).length).toBeGreaterThan(0);
      await house.startLocalServer();
      expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
      const lost = await house.database.query<{ cost_nano: string }>(
        'SELECT cost_nano, cost_is_bound FROM purser.calls WHERE lost_attempts > 0',
      );
      expect(lost.length).toBeGreaterThan(0);
      // A lost attempt is charged at least the 1024 tokens that it may have been answered with.
      for (const call of lost) {
        expect(call).toMatchObject({ cost_is_bound: true });
        expect(Number(call.cost_nano)).toBeGreaterThan(1_024 * 1_500);
      }
      await expectBooksToBalance(house.database);
    });

    it('hands back what it has not done when it is asked to stop', async () => {
      const { house, client } = opened;
      const ids = await submit(client, 50, 'sum');
      const last = house.localServers.at(-1)!;
      await Promise.all([last.kill('SIGTERM'), house.startLocalServer()]);
      expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
      await expectBooksToBalance(house.database);
    });
  },
  { latencyMs: 400 },
);
