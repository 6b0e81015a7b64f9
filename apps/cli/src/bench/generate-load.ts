import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { ClosedLoop, ClosedLoopResult, LoadOrder } from './load-generator.js';
import type { OpenLoop, OpenLoopResult } from './open-loop.js';

const GENERATOR = join(import.meta.dirname, 'load-generator.js');

/** Runs an open loop in a process of its own. */
export function generateOpenLoop(load: OpenLoop): Promise<OpenLoopResult> {
  return generate({ kind: 'open', load });
}

/** Runs a closed loop in a process of its own. */
export function generateClosedLoop(load: ClosedLoop): Promise<ClosedLoopResult> {
  return generate({ kind: 'closed', load });
}

function generate<Result>(order: LoadOrder): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = fork(GENERATOR, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('message', (result) => resolve(result as Result));
    child.once('exit', (code) => reject(new Error(`the load generator ended with code ${code}`)));
    child.send(order);
  });
}
