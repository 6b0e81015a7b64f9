import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { isAlive } from './postmaster.js';
import { giveTo, type Identity } from './unprivileged.js';

/** The name of the cluster's superuser. */
export const SUPERUSER = 'postgres';

const PASSWORD_FILE = 'purser-password';
/** Put after the folder's name, before the number of the process that makes its data. */
const NURSERY = '.new-';

/** Whether the folder holds PostgreSQL's data; refused if it holds something else. */
export function isCluster(folder: string): boolean {
  if (existsSync(join(folder, 'PG_VERSION'))) return true;
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new EmbeddedPostgresError(
      `${folder} holds something other than PostgreSQL's data: use another folder`,
    );
  return false;
}

/** The superuser's password, which lies beside the data, readable by their owner alone. */
export function passwordOf(folder: string): string {
  try {
    return readFileSync(join(folder, PASSWORD_FILE), 'utf8');
  } catch {
    throw new EmbeddedPostgresError(
      `${join(folder, PASSWORD_FILE)} cannot be read: this is not a folder that Purser made; use another one`,
    );
  }
}

/**
 * Creates the data in the folder, which must be absent or empty. They are made beside it and moved
 * there whole, so that a start that is cut short leaves no half of them, and of two starts at once
 * the first one's data are kept.
 */
export function createCluster(folder: string, initdb: string, identity: Identity): void {
  removeAbandoned(folder);
  const nursery = `${folder}${NURSERY}${process.pid}`;
  mkdirSync(nursery, { recursive: true, mode: 0o700 });
  try {
    const data = join(nursery, 'data');
    const password = join(nursery, PASSWORD_FILE);
    writeFileSync(password, randomBytes(24).toString('hex'), { mode: 0o600 });
    giveTo(identity, nursery);
    giveTo(identity, password);
    runInitdb(initdb, ['-D', data, '--pwfile', password], identity);
    renameSync(password, join(data, PASSWORD_FILE));
    chmodSync(data, 0o700);
    moveInto(folder, data);
  } finally {
    rmSync(nursery, { recursive: true, force: true });
  }
}

/** Removes what starts left behind that were killed before their data were whole. */
function removeAbandoned(folder: string): void {
  const prefix = basename(folder) + NURSERY;
  for (const name of readdirSync(dirname(folder)).filter((name) => name.startsWith(prefix)))
    if (!isAlive(Number(name.slice(prefix.length))))
      rmSync(join(dirname(folder), name), { recursive: true, force: true });
}

function runInitdb(initdb: string, where: readonly string[], identity: Identity): void {
  const settings = ['--username', SUPERUSER, '--auth', 'scram-sha-256', '--encoding', 'UTF8'];
  const command = [...identity.prefix, initdb, ...where, ...settings, '--locale', 'C'];
  const [program = initdb, ...args] = command;
  const { status, stderr, error } = spawnSync(program, args, {
    cwd: '/',
    encoding: 'utf8',
    env: postgresEnvironment(),
    ...identity.account,
  });
  if (status === 0) return;
  throw new EmbeddedPostgresError(
    `the embedded PostgreSQL could not create its data (${(error?.message ?? stderr).trim()}): mend that, or set DATABASE_URL to a PostgreSQL of yours`,
  );
}

/** All that PostgreSQL's programs need to know of ours. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C' };
}

function moveInto(folder: string, data: string): void {
  try {
    renameSync(data, folder);
  } catch (error) {
    if (!isCluster(folder)) throw error;
  }
}
