import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { TooLittleHistoryError, type Trained, type TrainingTerms } from './training.js';
import type { TrainingMessage } from './training-thread.js';

/**
 * Learns a version in a thread of its own.
 * @param signal ends it in the middle
 * @throws {TooLittleHistoryError}
 */
export async function trainInThread(terms: TrainingTerms, signal: AbortSignal): Promise<Trained> {
  const worker = new Worker(new URL('./training-thread.js', import.meta.url), {
    workerData: terms,
  });
  try {
    const [message] = (await once(worker, 'message', { signal })) as [TrainingMessage];
    if (message.kind === 'trained') return message.trained;
    throw new TooLittleHistoryError(message.reason);
  } finally {
    await worker.terminate();
  }
}
