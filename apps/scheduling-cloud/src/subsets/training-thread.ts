/** The entry of the thread that learns a version, so that requests are answered meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { TooLittleHistoryError, trained, type Trained, type TrainingTerms } from './training.js';

/** What it says in the end. */
export type TrainingMessage =
  | { readonly kind: 'trained'; readonly trained: Trained }
  | { readonly kind: 'refused'; readonly reason: string };

const port = parentPort;
if (port === null) throw new Error('this is to be run in a thread');

const say = (message: TrainingMessage): void => port.postMessage(message);
try {
  say({ kind: 'trained', trained: trained(workerData as TrainingTerms) });
} catch (error) {
  if (!(error instanceof TooLittleHistoryError)) throw error;
  say({ kind: 'refused', reason: error.message });
}
