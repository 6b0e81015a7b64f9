import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { onFreePort } from './ports.js';

const servers: Server[] = [];

async function listen(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((end) => server.close(end))));
});

it('passes over a port that is taken', async () => {
  const first = await onFreePort(21_000, listen);
  expect(await onFreePort(first, listen)).toBeGreaterThan(first);
});

it('goes on to the next port where another program was faster', async () => {
  const tried: number[] = [];
  const port = await onFreePort(21_300, async (free) => {
    tried.push(free);
    await listen(free);
    if (tried.length === 1) throw new Error('address in use');
  });
  expect(tried).toEqual([tried[0], port]);
});

it('gives up where the port was not the reason', async () => {
  const start = () => Promise.reject(new Error('no database'));
  await expect(onFreePort(21_600, start)).rejects.toThrow('no database');
});
