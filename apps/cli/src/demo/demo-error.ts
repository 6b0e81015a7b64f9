/** A demo that cannot be played as asked; the message, of one line, says what to do. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}
