import { ConfigError } from '#config';

const FAILED = 1;
/** The caller must put something right. */
const WRONG_USE = 2;

/** By name, for their modules take their time to load, and most commands need none of them. */
const EXPECTED = ['CommandError', 'ConfigError', 'EmbeddedPostgresError', 'ServiceError'];

/**
 * Prints why a command failed, and returns the exit code. What is expected to fail says so in its
 * own words, as does the operating system; anything else is a fault of ours and shows its stack.
 */
export function sayWhy(error: unknown): number {
  console.error(`purser: ${reasonOf(error)}`);
  return error instanceof ConfigError ? WRONG_USE : FAILED;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = EXPECTED.includes(error.name) || 'syscall' in error;
  return isExpected ? error.message : (error.stack ?? error.message);
}
