import { randomInt } from 'node:crypto';
import getPort, { portNumbers } from 'get-port';

/**
 * A free port of the 800 from here on. Each worker of a test run has some of its own: between finding one
 * free and listening to it, nobody else may take it. By chance, so that test runs side by side seldom
 * reach for the same.
 */
export function freePort(from: number): Promise<number> {
  const first = from + 200 * (Number(process.env['VITEST_POOL_ID'] ?? 0) % 4);
  return getPort({ port: portNumbers(first + randomInt(100), first + 199) });
}
