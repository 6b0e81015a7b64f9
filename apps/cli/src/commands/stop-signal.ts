import { setInterval as every } from 'node:timers/promises';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_CHECK_MS = 500;

/**
 * Resolves when the process is asked to stop; asked a second time, it exits at once, and its
 * children after it. Below npm, whose shell passes no signal on, it is also asked by losing its
 * parent.
 */
export async function toldToStop(): Promise<void> {
  await Promise.race([...SIGNALS.map(signalled), orphaned()]);
  for (const signal of SIGNALS) process.once(signal, () => process.exit(130));
}

function signalled(signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => process.once(signal, () => resolve()));
}

async function orphaned(): Promise<void> {
  const parent = process.ppid;
  const belowNpm = process.env['npm_lifecycle_event'] !== undefined;
  for await (const _ of every(PARENT_CHECK_MS, undefined, { ref: false }))
    if (belowNpm && process.ppid !== parent) return;
}
