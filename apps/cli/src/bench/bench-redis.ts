import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import getPort, { portNumbers } from 'get-port';

/** A redis-server for the bench alone, in memory. */
export interface BenchRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** @returns undefined where redis-server is not installed */
export async function startBenchRedis(): Promise<BenchRedis | undefined> {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
  const port = await getPort({ port: portNumbers(16_379, 17_379) });
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of server.stdout) {
    if (String(chunk).includes('Ready to accept connections')) break;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}
