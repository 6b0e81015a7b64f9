/** An option, a file or a line of it that cannot be used; one line that names it. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
