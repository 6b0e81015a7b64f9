import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort, { portNumbers } from 'get-port';
import { postgresBinaries } from './binaries.js';
import { createCluster, isCluster, passwordOf, SUPERUSER } from './cluster.js';
import { createDatabase, isReady } from './database.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { keep, type Kept } from './keeper.js';
import { clusterName, isAlive, livePostmaster } from './postmaster.js';
import { identityFor } from './unprivileged.js';

/** A PostgreSQL server that lives no longer than the process that started it. */
export interface EmbeddedPostgres {
  /** Of the database `purser`, as the superuser. */
  readonly url: string;
  readonly port: number;
  /** The server's own process. */
  readonly pid: number;
  /** Settles when the server has ended, be it stopped or crashed. */
  readonly ended: Promise<void>;
  /** Shuts the server down and waits for its end. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds the data; made on first start. */
  readonly folder: string;
  /** Default: any that is free. */
  readonly port?: number;
}

const DATABASE = 'purser';
/** Above those of servers that are not embedded, below those that connections get. */
const PORTS = { first: 15_432, last: 32_000 };
const ATTEMPTS = 5;
const STOP_PATIENCE_MS = 20_000;

/**
 * Starts PostgreSQL on the folder, listening on 127.0.0.1 alone. Data that a killed server left are
 * recovered; a server that outlived its process is shut down first.
 * @throws EmbeddedPostgresError if the folder is in use, or PostgreSQL cannot run here
 */
export async function startEmbeddedPostgres({
  folder,
  port: wanted,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = await postgresBinaries();
  const data = prepareFolder(folder, binaries.initdb);
  await clearTheWay(data);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const port = wanted ?? (await freePort());
    const command = serverCommand(binaries.postgres, data, port);
    const server = keep(command, logOf(data), identityFor(data, binaries.postgres));
    const url = addressOf(data, port);
    if (await isReady(server, `${url}/postgres`)) {
      await createDatabase(`${url}/postgres`, DATABASE);
      return running(data, server, `${url}/${DATABASE}`, port);
    }
    refuseIfInUse(data);
    await sleep(100 * attempt); // a port just taken, or a killed server's memory just being freed
  }
  throw new EmbeddedPostgresError(
    `the embedded PostgreSQL ends as soon as it starts: mend what its log, ${logOf(data)}, ends with, or set DATABASE_URL to a PostgreSQL of yours\n${logTail(data)}`,
  );
}

/**
 * The address of the database on the folder whose server a living process keeps.
 * @returns undefined if none does; then the folder is free to be started on
 */
export function runningEmbeddedPostgres(folder: string): string | undefined {
  const data = resolve(folder);
  if (!existsSync(data)) return undefined;
  const server = livePostmaster(data);
  if (server?.port === undefined || (server.owner !== undefined && !isAlive(server.owner))) {
    return undefined;
  }
  return `${addressOf(data, server.port)}/${DATABASE}`;
}

function addressOf(data: string, port: number): string {
  return `postgres://${SUPERUSER}:${passwordOf(data)}@127.0.0.1:${port}`;
}

/** Makes the data if there are none, and returns the folder's true path. */
function prepareFolder(folder: string, initdb: string): string {
  const path = resolve(folder);
  mkdirSync(dirname(path), { recursive: true });
  const identity = identityFor(path, initdb);
  if (!isCluster(path)) createCluster(path, initdb, identity);
  return realpathSync(path);
}

/** One by chance: of two that start at once, each finds its own. */
function freePort(): Promise<number> {
  return getPort({ port: portNumbers(randomInt(PORTS.first, PORTS.last), PORTS.last) });
}

function serverCommand(postgres: string, data: string, port: number): string[] {
  const settings = {
    cluster_name: clusterName(process.pid),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return [postgres, '-D', data, '-p', String(port), ...flags];
}

/** Refuses a folder that a living process uses; waits for a server without one to shut down. */
async function clearTheWay(data: string): Promise<void> {
  refuseIfInUse(data);
  for (;;) {
    const orphan = livePostmaster(data);
    if (!orphan) return;
    process.kill(orphan.pid, 'SIGINT');
    await sleep(50);
  }
}

function refuseIfInUse(data: string): void {
  const server = livePostmaster(data);
  if (!server || (server.owner !== undefined && !isAlive(server.owner))) return;
  throw new EmbeddedPostgresError(
    `${data} is in use by process ${server.owner ?? server.pid}: stop it, or use another folder`,
  );
}

function running(data: string, server: Kept, url: string, port: number): EmbeddedPostgres {
  const pid = livePostmaster(data)?.pid;
  if (pid === undefined)
    throw new EmbeddedPostgresError(`the embedded PostgreSQL on ${data} ended as it started`);
  const stop = async () => {
    server.release();
    const impatience = setTimeout(() => {
      if (!server.hasEnded()) process.kill(pid, 'SIGQUIT');
    }, STOP_PATIENCE_MS);
    await server.ended;
    clearTimeout(impatience);
  };
  return { url, port, pid, ended: server.ended, stop };
}

function logOf(data: string): string {
  return join(data, 'purser.log');
}

function logTail(data: string): string {
  const log = logOf(data);
  return existsSync(log)
    ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
    : '';
}
