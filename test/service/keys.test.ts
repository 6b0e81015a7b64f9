import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { Client } from '../ground/client.js';

const WAIT = { prefer: 'wait=20' };

onEachBackend(
  'a service with keys',
  (opened) => {
    it.each(['/v1/tasks', '/v1/whoami', '/v1/queries/x', '/v1/rounds/x'])(
      'asks for one at %s',
      async (path) => {
        const { status, headers, body } = await new Client(opened.house.url).get(path);
        expect(status).toBe(401);
        expect(headers.get('www-authenticate')).toBe('Bearer');
        expect(body.error).toMatchObject({ type: 'authentication_error', code: 'invalid_api_key' });
      },
    );

    it('tells its health to anyone', async () => {
      const anyone = new Client(opened.house.url);
      expect((await anyone.get('/health')).status).toBe(200);
      expect((await anyone.get('/ready')).status).toBe(200);
    });

    it('refuses a wrong secret of a real key, and never repeats it', async () => {
      const wrong = opened.house.adminKey.slice(0, -4) + 'AAAA';
      const { status, body } = await new Client(opened.house.url, wrong).get('/v1/tasks');
      expect(status).toBe(401);
      expect(JSON.stringify(body)).not.toContain(wrong.slice(-20));
    });

    it('lets the first admin key do everything, in either header', async () => {
      const { house, client } = opened;
      expect((await client.ask('any', 'What is 6 × 7?', WAIT)).status).toBe(200);
      const { status } = await new Client(house.url).ask('any', 'And 6 × 8?', {
        ...WAIT,
        'x-api-key': house.adminKey,
      });
      expect(status).toBe(200);
    });

    it('keeps and prints no secret, and makes no second first key', async () => {
      const { house } = opened;
      const secret = house.adminKey.split('_').slice(2).join('_');
      expect(secret).toHaveLength(43);
      await house.cloud.kill('SIGTERM');
      await house.startCloud();
      const keys = await house.database.query<Record<string, unknown>>(
        'SELECT * FROM purser.api_keys',
      );
      expect(keys).toHaveLength(1);
      expect(JSON.stringify(keys)).not.toContain(secret);
      expect(house.cloud.output()).not.toContain(secret);
    });
  },
  { needsKeys: true },
);
