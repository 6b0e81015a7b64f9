import OpenAI, { InternalServerError } from 'openai';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { eventually } from '../ground/client.js';

const MOST = 20;

onEachBackend(
  'a queue that is full',
  (opened) => {
    it('turns new queries away before anything is reserved, and takes them once there is room', async () => {
      const { client, house } = opened;
      const asked = await Promise.all(
        Array.from({ length: MOST }, (_, each) => client.ask('sum', `Wait ${each}`)),
      );
      expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 202));
      const { status, headers, body } = await client.ask('sum', 'One too many');
      expect(status).toBe(503);
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(5);
      expect(body.error).toMatchObject({ type: 'server_error', param: null, code: 'overloaded' });
      const [{ count }] = (await house.database.query<{ count: number }>(
        'SELECT count(*)::integer AS count FROM purser.queries',
      )) as [{ count: number }];
      expect(count).toBe(MOST);

      const openai = new OpenAI({ baseURL: `${house.url}/v1`, apiKey: 'none', maxRetries: 0 });
      const chat = openai.chat.completions.create({
        model: 'purser/sum',
        messages: [{ role: 'user', content: 'Me too?' }],
      });
      await expect(chat).rejects.toBeInstanceOf(InternalServerError);
      await expect(chat).rejects.toMatchObject({ status: 503, code: 'overloaded' });

      // Another replica counts them too, though it admitted none.
      const replica = await house.startReplica();
      const there = await fetch(`${replica}/v1/queries`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ task: 'sum', input: 'And here?' }),
      });
      expect(there.status).toBe(503);
      expect((await client.get(`/v1/queries/${asked[0]!.body.id}`)).status).toBe(200);

      await house.startLocalServer();
      await eventually(async () =>
        (await client.ask('sum', 'Is there room?', { prefer: 'wait=20' })).status === 200
          ? true
          : undefined,
      );
      for (const { body: query } of asked) {
        expect((await client.settled(query.id as string)).body.status).toBe('answered');
      }
    });
  },
  { localServers: 0, environment: { PURSER_MAX_QUEUE_LENGTH: String(MOST) } },
);
