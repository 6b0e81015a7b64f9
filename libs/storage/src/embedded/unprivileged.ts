import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** How to run a program so that it is not root: PostgreSQL refuses to be. */
export interface Identity {
  /** Put before the program and its arguments. */
  readonly prefix: readonly string[];
  /** Given to the process; absent where it keeps its own. */
  readonly account?: Account;
  /** To whom its files must belong; absent where that is us. */
  readonly owner?: Account;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const AS_OURSELVES: Identity = { prefix: [] };
const ROOT = 0;

/**
 * Chooses as whom PostgreSQL runs on a folder, which may not exist yet, though its parent does. An
 * ordinary user is itself. Root is the folder's owner, or, on a folder of its own, an ordinary user
 * by name only (a user namespace), or, where that is not permitted or cannot reach the folder or
 * the program, an unprivileged account.
 */
export function identityFor(folder: string, program: string): Identity {
  const uid = process.getuid?.();
  const owner = existsSync(folder) ? statSync(folder) : undefined;
  if (uid !== ROOT) {
    if (owner && owner.uid !== uid)
      throw new EmbeddedPostgresError(
        `${folder} belongs to another user (uid ${owner.uid}): run as that user, or use another folder`,
      );
    return AS_OURSELVES;
  }
  if (owner && owner.uid !== ROOT) return actingAs(owner);
  const account = unprivilegedAccount();
  const namespace = inNamespace(account);
  const reaches = works([...namespace, 'ls', '-d', `${dirname(folder)}/.`, program]);
  return reaches ? { prefix: namespace } : actingAs(account);
}

/** The account, able to reach our programs and data even below a home that only root may enter. */
function actingAs({ uid, gid }: Account): Identity {
  const prefix = [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  const owner = { uid, gid };
  return works([...prefix, 'true']) ? { prefix, owner } : { prefix: [], account: owner, owner };
}

function inNamespace({ uid, gid }: Account): string[] {
  return ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`];
}

/** Whether the command can be run here, and succeeds. */
function works([program = '', ...args]: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Gives a path to the owner of PostgreSQL's files, if that is another than us. */
export function giveTo({ owner }: Identity, path: string): void {
  if (owner) chownSync(path, owner.uid, owner.gid);
}

function unprivilegedAccount(): Account {
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
