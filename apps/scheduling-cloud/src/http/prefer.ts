import { ApiError } from './api-error.js';

const LONGEST_WAIT_SECONDS = 300;

/**
 * How long the client is willing to wait for the answer: the `wait` of its `Prefer` header (RFC
 * 7240), in milliseconds; 0 without one.
 * @throws {ApiError} for a wait that is no whole number of seconds up to 300
 */
export function waitOf(prefer: string | undefined): number {
  const wait = (prefer ?? '')
    .split(/[,;]/)
    .map((preference) => preference.trim().split('='))
    .find(([name]) => name?.trim().toLowerCase() === 'wait');
  if (wait === undefined) return 0;
  const text = wait[1]?.trim() ?? '';
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds > LONGEST_WAIT_SECONDS) {
    throw new ApiError(
      400,
      'invalid_request',
      `Prefer: wait takes a whole number of seconds from 0 to ${LONGEST_WAIT_SECONDS}, not "${text}"`,
      'Prefer',
    );
  }
  return seconds * 1_000;
}
