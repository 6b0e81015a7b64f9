import { createParser } from 'eventsource-parser';

/** The data of each event of a `text/event-stream`, as it comes. */
export async function* eventsOf(body: AsyncIterable<unknown>): AsyncGenerator<string> {
  const ready: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => ready.push(data) });
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes as Buffer, { stream: true }));
    yield* ready.splice(0);
  }
}
