import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type App = 'scheduling-cloud' | 'local-server' | 'llm-simulator';

/** An app in a process of its own, built and started as in production. */
export interface AppProcess {
  readonly pid: number;
  /** All that it has printed. */
  output(): string;
  hasEnded(): boolean;
  /** Null while it runs, and where a signal ended it. */
  exitCode(): number | null;
  /** Sends the signal and waits for the process to end. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

const ROOT = join(import.meta.dirname, '../..');
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Resolves once the app says that it is ready. @throws with its output if it ends instead */
export async function startApp(
  app: App,
  environment: Record<string, string>,
  flags: string[] = [],
): Promise<AppProcess> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(ROOT, `dist/apps/${app}/main.js`), ...flags], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      if (/\bready\b/.test(output)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`${app} ended as it started:\n${output}`)));
  });
  await ready;
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid!,
    output: () => output,
    hasEnded,
    exitCode: () => child.exitCode,
    signal: (signal) => child.kill(signal),
    kill: async (signal = 'SIGKILL') => {
      if (hasEnded()) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}
