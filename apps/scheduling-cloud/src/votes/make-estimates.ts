import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { VoteEstimates } from '#ensemble';
import type { EstimateGround } from './estimates-thread.js';

/** Counts judged votes by kind of query and by label, in a thread of its own. */
export async function makeEstimates(ground: EstimateGround): Promise<VoteEstimates> {
  const worker = new Worker(new URL('./estimates-thread.js', import.meta.url), {
    workerData: ground,
  });
  try {
    const [estimates] = (await once(worker, 'message')) as [VoteEstimates];
    return estimates;
  } finally {
    await worker.terminate();
  }
}
