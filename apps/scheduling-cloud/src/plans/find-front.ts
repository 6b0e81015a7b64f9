import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FoundChoices, FrontTerms } from './front-finding.js';
import type { FromThread, ToThread } from './front-thread.js';

/** The samples can't foresee the batch; the message says why. */
export class FrontRefusedError extends Error {
  override readonly name = 'FrontRefusedError';
}

/**
 * Finds the front of a batch in a thread of its own, which is handed the texts part by part.
 * @throws {FrontRefusedError}
 */
export async function findFront(
  terms: FrontTerms,
  parts: AsyncIterable<readonly string[]>,
): Promise<FoundChoices> {
  const worker = new Worker(new URL('./front-thread.js', import.meta.url), { workerData: terms });
  const hear = async (): Promise<FromThread> => {
    const [message] = (await once(worker, 'message')) as [FromThread];
    return message;
  };
  try {
    let heard = await hear();
    for await (const part of parts) {
      if (heard.kind !== 'next') break;
      heard = await told(worker, part, hear);
    }
    if (heard.kind === 'next') heard = await told(worker, null, hear);
    if (heard.kind === 'found') return heard.found;
    throw new FrontRefusedError(heard.kind === 'refused' ? heard.reason : 'it said nothing');
  } finally {
    await worker.terminate();
  }
}

function told(
  worker: Worker,
  message: ToThread,
  hear: () => Promise<FromThread>,
): Promise<FromThread> {
  worker.postMessage(message);
  return hear();
}
