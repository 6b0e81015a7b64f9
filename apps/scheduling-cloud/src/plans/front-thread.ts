/** The entry of the thread that plans, so that requests are answered meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { FrontFinding, frontRefusal, type FoundChoices, type FrontTerms } from './front-finding.js';

/** What the thread is told: more queries, or null for the end of them. */
export type ToThread = readonly string[] | null;

/** What it says: that it wants more, what it found, or why it can't. */
export type FromThread =
  | { readonly kind: 'next' }
  | { readonly kind: 'found'; readonly found: FoundChoices }
  | { readonly kind: 'refused'; readonly reason: string };

const port = parentPort;
if (port === null) throw new Error('this is to be run in a thread');

const say = (message: FromThread): void => port.postMessage(message);
try {
  const finding = new FrontFinding(workerData as FrontTerms);
  port.on('message', (texts: ToThread) => {
    if (texts !== null) {
      finding.add(texts);
      say({ kind: 'next' });
      return;
    }
    say({ kind: 'found', found: finding.found() });
    port.close();
  });
  say({ kind: 'next' });
} catch (error) {
  const reason = frontRefusal(error);
  if (reason === undefined) throw error;
  say({ kind: 'refused', reason });
  port.close();
}
