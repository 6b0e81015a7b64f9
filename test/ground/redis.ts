import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';

/** A redis-server of the test's own, which keeps its data in memory alone. */
export interface TestRedis {
  readonly url: string;
  readonly pid: number;
  /** Ends it at once, its data with it. */
  kill(): Promise<void>;
  /** Starts it again where it was, empty. */
  restart(): Promise<void>;
}

/** Whether Debian's redis-server is here. CI must have it. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis && process.env['CI'] === 'true') throw new Error('CI has no redis-server');

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort(16_379);
  const url = `redis://127.0.0.1:${port}`;
  let server = await serverOn(port);
  return {
    url,
    get pid() {
      return server.pid!;
    },
    kill: async () => {
      server.kill('SIGKILL');
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    },
    restart: async () => {
      server = await serverOn(port);
    },
  };
}

async function serverOn(port: number) {
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', flags, { stdio: 'ignore' });
  process.once('exit', () => server.kill('SIGKILL'));
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  for (;;) {
    const answered = await client.connect().then(
      () => true,
      () => false,
    );
    if (answered) break;
    await delay(20);
  }
  client.disconnect();
  return server;
}
