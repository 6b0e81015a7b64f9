/** Longer lines are no outcomes. */
const LONGEST_LINE = 1024 * 1024;

/**
 * The lines of a stream of UTF-8 without their ends, one at a time.
 * @param seen is given each chunk as it comes
 * @throws {RangeError} at a line of more than a million characters
 * @throws {TypeError} at bytes that are no UTF-8
 */
export async function* boundedLines(
  chunks: AsyncIterable<Uint8Array>,
  seen: (chunk: Uint8Array) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    seen(chunk);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new RangeError('a line is longer than 1 MiB');
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
