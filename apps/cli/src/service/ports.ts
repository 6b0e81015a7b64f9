import getPort, { portNumbers } from 'get-port';

/** How many ports are tried from the wanted one on. */
const TRIED = 200;

/** The first port that is free, from the wanted one on. */
export function freePort(wanted: number): Promise<number> {
  return getPort({ port: portNumbers(wanted, Math.min(wanted + TRIED, 65_535)) });
}

/** The configuration with the simulator's addresses on this machine moved to another port. */
export function moveSimulator(config: string, from: number, to: number): string {
  return config.replace(new RegExp(`\\b(127\\.0\\.0\\.1|localhost):${from}\\b`, 'g'), `$1:${to}`);
}
