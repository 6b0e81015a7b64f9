import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The server process that works on a folder. */
export interface Postmaster {
  readonly pid: number;
  /** The process that started it, as told by the name that it gave the cluster. */
  readonly owner: number | undefined;
  /** On 127.0.0.1; undefined while it starts. */
  readonly port: number | undefined;
}

/** Of the pid file: the server's process, and the port that it listens on. */
const [PID_LINE, PORT_LINE] = [0, 3];

/** The name a cluster gets from the process that starts it. */
export function clusterName(owner: number): string {
  return `purser-${owner}`;
}

/**
 * Finds the server that works on the folder. A pid file that a crash left behind, whose pid may
 * have passed to another program since, is removed.
 */
export function livePostmaster(folder: string): Postmaster | undefined {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(lines[PID_LINE]);
  const commandLine = Number.isInteger(pid) && pid > 0 ? commandLineOf(pid) : '';
  if (!commandLine.includes(realpathSync(folder))) {
    rmSync(pidFile, { force: true });
    return undefined;
  }
  const owner = /purser-(\d+)/.exec(commandLine)?.[1];
  const port = Number(lines[PORT_LINE]) || undefined;
  return { pid, owner: owner === undefined ? undefined : Number(owner), port };
}

/** Whether a process with this pid lives, be it ours or another user's. */
export function isAlive(pid: number): boolean {
  return commandLineOf(pid) !== '';
}

/** Empty where there is no such process, or it has ended and its parent has not noticed yet. */
function commandLineOf(pid: number): string {
  if (!existsSync('/proc/self/cmdline'))
    return spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
