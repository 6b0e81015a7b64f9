import getPort, { clearLockedPorts, portNumbers } from 'get-port';

/** How many ports are tried from the wanted one on. */
const TRIED = 200;

/**
 * Starts something on the first port that is free from the wanted one on; on a later one where
 * another program was faster. Returns the port.
 */
export async function onFreePort(
  wanted: number,
  start: (port: number) => Promise<void>,
): Promise<number> {
  const port = await freePort(wanted);
  try {
    await start(port);
    return port;
  } catch (error) {
    if ((await freePort(port)) === port) throw error;
    return onFreePort(port + 1, start);
  }
}

async function freePort(wanted: number): Promise<number> {
  clearLockedPorts(); // it would not name a port twice, though we ask again whether it is free
  return getPort({ port: portNumbers(wanted, Math.min(wanted + TRIED, 65_535)) });
}
