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

    it('and the cloud with it: counts every vote once, and holds it as it was decided', async () => {
      const { house, client } = opened;
      const config = { reward: 'vote', labels: ['4', '6'], size: 3, budgetUsdPerQuery: 0.01 };
      const created = await client.post('/admin/v1/tasks', { name: 'ballot', config });
      expect(created.status).toBe(201);
      // Some are answered at once, and some are surely under way when the processes are killed.
      await house.faults({ slowRate: 0.3, slowMs: 4_000 });
      const posted = await Promise.all(
        Array.from({ length: 30 }, (_, at) =>
          client.post('/v1/queries', {
            task: 'ballot',
            input: `Even, query ${at}?`,
            reference: at % 2 ? '4' : '6',
          }),
        ),
      );
      const ids = posted.map(({ body }) => body.id as string);
      const underWay = "SELECT FROM purser.queries WHERE task = 'ballot' AND status = 'pending'";
      await eventually(async () => {
        const left = await house.database.query(underWay);
        return left.length < ids.length || undefined;
      });
      await house.localServers.at(-1)!.kill('SIGKILL');
      await house.cloud.kill('SIGKILL');
      expect((await house.database.query(underWay)).length).toBeGreaterThan(0);
      await house.faults({ slowRate: 0 });
      await house.startCloud();
      await house.startLocalServer();
      expect(await ends(client, ids)).toEqual(ids.map(() => 'answered'));
      await expectBooksToBalance(house.database);
      const odd = await house.database.query(`
        SELECT query.id FROM purser.queries AS query JOIN purser.rounds AS round ON query_id = id
        WHERE task = 'ballot' AND (
          jsonb_array_length(vote -> 'votes') <> (
            SELECT count(*) FROM purser.calls WHERE query_id = id AND status = 'succeeded')
          OR EXISTS (SELECT FROM purser.calls WHERE query_id = id GROUP BY model HAVING count(*) > 1)
          OR EXISTS (SELECT FROM jsonb_to_recordset(vote -> 'votes') AS said (model text, weight float8)
            WHERE weight <> (explanation -> 'vote' -> 'weights' ->> model)::float8))`);
      expect(odd).toEqual([]);
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
