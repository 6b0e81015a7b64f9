import { setTimeout as delay } from 'node:timers/promises';
import pRetry from 'p-retry';
import { UpstreamError } from '#llm';

const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 10_000;

export interface RetryLimits {
  /** Further attempts after a retryable error. */
  retries: number;
  /** Milliseconds since the epoch; no attempt starts after it. */
  deadlineAt: number;
  /** Whether a failure is final whatever its kind. */
  isFinal?: () => boolean;
}

/**
 * Repeats what failed with a retryable `UpstreamError`, after the time that the service asks for
 * and an exponential backoff with full jitter. A wait that would pass the deadline is not begun.
 * @throws the last attempt's error
 */
export function retrying<T>(attempt: () => Promise<T>, limits: RetryLimits): Promise<T> {
  return pRetry(attempt, {
    retries: limits.retries,
    // The waiting is done below, as the library's own jitter never falls under its minimum.
    minTimeout: 0,
    shouldRetry: async ({ error, retriesConsumed }) => {
      if (!(error instanceof UpstreamError && error.retryable)) return false;
      if (limits.isFinal?.()) return false;
      const waitMs = (error.details.retryAfterMs ?? 0) + backoffMs(retriesConsumed, Math.random());
      if (Date.now() + waitMs >= limits.deadlineAt) return false;
      await delay(waitMs);
      return true;
    },
  });
}

/**
 * Exponential backoff with full jitter, in milliseconds.
 * @param retries retries made so far
 * @param fraction a random number in [0, 1)
 */
export function backoffMs(retries: number, fraction: number): number {
  return fraction * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** retries);
}
