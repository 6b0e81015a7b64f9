import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { postgresEnvironment } from './cluster.js';
import type { Identity } from './unprivileged.js';

/**
 * Runs a server for as long as its parent lives. The parent holds the other end of a pipe (file 3);
 * when it closes it, or dies in any way, the read ends and the server is told to shut down.
 */
const KEEPER = `
"$@" 3<&- & server=$!
(read -r _ <&3; kill -INT "$server") & reader=$!
exec 3<&-
wait "$server"; code=$?
kill "$reader" 2>/dev/null
exit "$code"
`;

/** A server that lives no longer than this process. */
export interface Kept {
  /** Settles when the server has ended, however it did. */
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  /** Tells the server to shut down at once, as cleanly as it can. */
  release(): void;
}

/**
 * Starts a server in a process group of its own (a Ctrl-C in the terminal is for us alone), its
 * output appended to the log.
 */
export function keep(command: readonly string[], logPath: string, identity: Identity): Kept {
  const log = openSync(logPath, 'a', 0o600);
  const keeper: ChildProcess = spawn(
    '/bin/sh',
    ['-c', KEEPER, 'keeper', ...identity.prefix, ...command],
    {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log, 'pipe'],
      env: postgresEnvironment(),
      ...identity.account,
    },
  );
  closeSync(log);
  let alive = true;
  const ended = once(keeper, 'exit').then(() => {
    alive = false;
  });
  const pipe = keeper.stdio[3] as Writable;
  return { ended, hasEnded: () => !alive, release: () => void pipe.destroy() };
}
