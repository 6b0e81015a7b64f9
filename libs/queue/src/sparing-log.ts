const QUIET_MS = 10_000;
const MAX_REMEMBERED = 100;

/**
 * Logs an error once in ten seconds however often it comes: a queue that is away reports it from
 * every connection, many times a second.
 * @param now milliseconds since the epoch
 */
export function sparingLog(
  log: (message: string) => void,
  now: () => number = Date.now,
): (error: Error) => void {
  const loggedAt = new Map<string, number>();
  return (error) => {
    const message = messageOf(error);
    if (now() - (loggedAt.get(message) ?? -Infinity) < QUIET_MS) return;
    if (loggedAt.size >= MAX_REMEMBERED) loggedAt.clear();
    loggedAt.set(message, now());
    log(message);
  };
}

/** Node's error for a name with several addresses, none of which answers, has a code only. */
function messageOf(error: Error): string {
  return error.message || ('code' in error ? String(error.code) : error.name);
}
