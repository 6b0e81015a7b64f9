import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of the service, as it is to be run. */
export interface ProcessSpec {
  /** For people, such as `local-server 2`. */
  readonly name: string;
  /** The script. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Resolves once the process that was just forked does its work; rejects when aborted. */
  readonly ready: (child: ChildProcess, signal: AbortSignal) => Promise<unknown>;
}

const POLL_MS = 50;

/** Ready once it sends the message `ready`. */
export async function saysReady(child: ChildProcess, signal: AbortSignal): Promise<void> {
  for (;;) {
    const [message] = (await once(child, 'message', { signal })) as [unknown];
    if (message === 'ready') return;
  }
}

/** Ready once `GET /ready` of its address answers 200. */
export function answersReady(url: string): ProcessSpec['ready'] {
  return async (_child, signal) => {
    for (;;) {
      const answer = await fetch(`${url}/ready`, { signal }).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.status === 200) return;
      await sleep(POLL_MS, undefined, { signal });
    }
  };
}
