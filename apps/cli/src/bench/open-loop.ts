import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { latenciesOf, type Latencies } from './latencies.js';

/** A load that does not wait for answers: requests arrive at random times at a given rate. */
export interface OpenLoop {
  readonly url: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Left out of the figures, at the beginning. */
  readonly warmUpSeconds: number;
}

export interface OpenLoopResult {
  readonly sent: number;
  /** Requests that were not answered with 200. */
  readonly failed: number;
  /** How many requests were answered with each status; 0: with none. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly latencies: Latencies;
}

/** Runs the load. A request's time counts from when it was due, so that a slow start is not hidden. */
export async function openLoop(load: OpenLoop): Promise<OpenLoopResult> {
  const pool = new Pool(load.url, { connections: 1_000, pipelining: 1 });
  const times: number[] = [];
  const requests: Promise<void>[] = [];
  const statuses: Record<number, number> = {};
  const start = performance.now();
  const end = start + (load.warmUpSeconds + load.seconds) * 1_000;
  for (let due = start; due < end; due += (-Math.log(1 - Math.random()) / load.rate) * 1_000) {
    const early = due - performance.now();
    if (early > 1) await delay(early);
    const counted = due - start >= load.warmUpSeconds * 1_000;
    const sending = ask(pool, load).then((status) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === 200 && counted) times.push(performance.now() - due);
    });
    requests.push(sending);
  }
  await Promise.all(requests);
  await pool.close();
  const failed = requests.length - (statuses[200] ?? 0);
  return { sent: requests.length, failed, statuses, latencies: latenciesOf(times) };
}

async function ask(pool: Pool, { path, headers, body }: OpenLoop): Promise<number> {
  try {
    const response = await pool.request({ method: 'POST', path, headers, body });
    await response.body.dump();
    return response.statusCode;
  } catch {
    return 0;
  }
}
