import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessSpec } from './process-spec.js';
import { ServiceError } from './service-error.js';

/** Where a line for people goes. */
export type Log = (line: string) => void;

/** A process that runs, and how often it had to be started again. */
export interface ProcessState {
  readonly name: string;
  /** Undefined if it could not be run. */
  readonly pid: number | undefined;
  readonly restarts: number;
}

const READY_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 25_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** A process that ran for so long is no longer crashing in a loop. */
const STABLE_MS = 30_000;

/**
 * A process that is started again whenever it ends, until it is stopped. It is in a group of its
 * own, so that a Ctrl-C reaches the supervisor alone; it has an IPC channel, whose end tells it
 * that the supervisor has died.
 */
export class SupervisedProcess {
  private readonly stopping = new AbortController();
  private kept: Promise<void> = Promise.resolve();
  private restarts = 0;

  private constructor(
    private readonly spec: ProcessSpec,
    private readonly log: Log,
    private running: Running,
  ) {}

  /**
   * Starts the process and waits until it is ready.
   * @throws ServiceError if it ends before, or is not ready in a minute
   */
  static async start(spec: ProcessSpec, log: Log): Promise<SupervisedProcess> {
    const running = run(spec, log);
    const supervised = new SupervisedProcess(spec, log, running);
    const outcome = await Promise.race([
      saysReady(running, AbortSignal.timeout(READY_PATIENCE_MS)),
      running.ended.then((how) => `${how} as it started`),
    ]);
    if (outcome !== undefined) {
      await supervised.stop();
      throw new ServiceError(`${spec.name} ${outcome}; what it said is above`);
    }
    supervised.kept = supervised.keep();
    return supervised;
  }

  /** How it is now. */
  get state(): ProcessState {
    return { name: this.spec.name, pid: this.running.child.pid, restarts: this.restarts };
  }

  /** Ends the process, by force if it takes too long, and waits for its end. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const { child, ended } = this.running;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
    await ended;
    clearTimeout(force);
    await this.kept;
  }

  private async keep(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    for (;;) {
      const startedAt = Date.now();
      const how = await this.running.ended;
      if (this.stopping.signal.aborted) return;
      pause = Date.now() - startedAt > STABLE_MS ? FIRST_PAUSE_MS : pause;
      this.log(`${this.spec.name} ${how}: starting it again`);
      const rested = await sleep(pause, true, { signal: this.stopping.signal }).catch(() => false);
      if (!rested) return;
      this.running = run(this.spec, this.log);
      this.restarts += 1;
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }
}

/** A process that was forked. */
interface Running {
  readonly child: ChildProcess;
  /** Resolves, when it has ended, with how. */
  readonly ended: Promise<string>;
}

/** Resolves when the process is ready, with a reason if it is not in time. */
async function saysReady({ child }: Running, late: AbortSignal): Promise<string | undefined> {
  try {
    while ((await once(child, 'message', { signal: late }))[0] !== 'ready');
    return undefined;
  } catch {
    return `was not ready after ${READY_PATIENCE_MS / 1_000} seconds`;
  }
}

function run({ name, entry, args = [], env }: ProcessSpec, log: Log): Running {
  const child = fork(entry, args, {
    env: { NO_COLOR: '1', LOG_FORMAT: 'text', ...env },
    execArgv: [],
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const output of [child.stdout, child.stderr])
    if (output) createInterface({ input: output }).on('line', (line) => log(`${name} | ${line}`));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not run (${error.message})`));
    child.once('close', (code: number | null, signal: string | null) =>
      resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`),
    );
  });
  return { child, ended };
}
