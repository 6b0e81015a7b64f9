import type { IncomingHttpHeaders } from 'undici/types/header.js';

/**
 * For how long a response asks to be left alone, in milliseconds: `retry-after-ms` (OpenAI's), or
 * `retry-after` in seconds or as a date (RFC 9110, 10.2.3). Undefined where it says nothing usable.
 * @param now milliseconds since the epoch
 */
export function retryAfterMs(headers: IncomingHttpHeaders, now: number): number | undefined {
  const exact = decimal(headers['retry-after-ms']);
  if (exact !== undefined) return exact;
  const value = headers['retry-after'];
  const seconds = decimal(value);
  if (seconds !== undefined) return seconds * 1_000;
  const date = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function decimal(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^\d{1,9}(\.\d+)?$/.test(value) ? Number(value) : undefined;
}
