import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** How to run a program so that it is not root: PostgreSQL refuses to be. */
export interface Identity {
  /** Put before the program and its arguments. */
  readonly prefix: readonly string[];
  /** Given to the process; absent where it keeps its own. */
  readonly account?: { readonly uid: number; readonly gid: number };
}

const AS_OURSELVES: Identity = { prefix: [] };
const ROOT = 0;

/**
 * Chooses as whom PostgreSQL runs on a folder, which may not exist yet. An ordinary user is itself.
 * Root is the folder's owner, or, on a folder of its own, an ordinary user by name only (a user
 * namespace, which works below a home that only root may enter), or, where that is not permitted,
 * an unprivileged account.
 */
export function identityFor(folder: string): Identity {
  const uid = process.getuid?.();
  const owner = existsSync(folder) ? statSync(folder) : undefined;
  if (uid !== ROOT) {
    if (owner && owner.uid !== uid)
      throw new EmbeddedPostgresError(
        `${folder} belongs to another user (uid ${owner.uid}): run as that user, or use another folder`,
      );
    return AS_OURSELVES;
  }
  if (owner && owner.uid !== ROOT) return { prefix: [], account: owner };
  const account = unprivilegedAccount();
  const namespace = [
    'unshare',
    '--user',
    `--map-user=${account.uid}`,
    `--map-group=${account.gid}`,
  ] as const;
  const [command, ...args] = namespace;
  const permitted = spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0;
  return permitted ? { prefix: namespace } : { prefix: [], account };
}

/** Gives a path to the account under which PostgreSQL will run, if that is another than ours. */
export function giveTo({ account }: Identity, path: string): void {
  if (account) chownSync(path, account.uid, account.gid);
}

function unprivilegedAccount(): { uid: number; gid: number } {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find(([account]) => account === name) ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root and there is no account "postgres" or "nobody": run as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours',
  );
}
