const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long is waited after each attempt that failed, in seconds: a day in all. */
const WAITS = [5, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 8 * HOUR, 9 * HOUR];

/**
 * When to try again, in seconds; undefined after the last attempt.
 * @param attempts that were made, at least 1
 * @param chance in [0, 1): spreads attempts over a tenth of the wait
 */
export function retryAfter(attempts: number, chance: number): number | undefined {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? undefined : wait * (1 + chance / 10);
}
