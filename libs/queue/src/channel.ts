import type { Reply } from '#contracts';

/**
 * Word from process to process, fast and without a promise: a message may be lost (a broken
 * connection, a payload over the limit), so that a subscriber always needs a second way to the
 * truth. Messages to one topic may be merged.
 */
export interface Channel {
  /** Sends in the background and never throws. */
  publish(topic: string, message: Reply): void;
  /** Resolves once messages to the topic arrive. */
  subscribe(topic: string, handle: (message: Reply) => void): Promise<void>;
  close(): Promise<void>;
}
