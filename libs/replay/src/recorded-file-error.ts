/** A recorded file that cannot be used; the message names the line. */
export class RecordedFileError extends Error {
  override readonly name = 'RecordedFileError';
}
