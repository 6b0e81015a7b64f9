/** A command that cannot do what it is asked; the message says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
