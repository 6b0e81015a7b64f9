import { EventSourceParserStream } from 'eventsource-parser/stream';
import { open } from './client.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Follows a stream of server-sent events until the signal, and comes back after every break.
 * (`EventSource` sends no key.)
 */
export async function follow(
  path: string,
  heard: (event: string, data: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      const response = await open(path, { signal });
      pause = FIRST_PAUSE_MS;
      const events = response.body
        ?.pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream());
      for await (const { event, data } of read(events)) {
        heard(event ?? 'message', JSON.parse(data));
      }
    } catch {
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
    await passed(pause, signal);
  }
}

/** Streams are no iterables in every browser. */
async function* read<Chunk>(stream: ReadableStream<Chunk> | undefined): AsyncGenerator<Chunk> {
  const reader = stream?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function passed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
