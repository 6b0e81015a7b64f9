import { Readable } from 'node:stream';
import type { CompletionRequest } from '../completion.js';
import type { JsonPoster, OpenReply } from '../json-poster.js';
import { UpstreamError } from '../upstream-error.js';

/**
 * A `fetch` for one call of a provider's library: the connections, time limits and errors are those
 * of the poster.
 */
export class Transport {
  /** Settles with the exchange; holds why it failed, as the library may put that in its own words. */
  private exchange: Promise<UpstreamError | undefined> = Promise.resolve(undefined);

  /** @param check looks at the request's body before it is sent, and may throw */
  constructor(
    private readonly poster: JsonPoster,
    private readonly request: CompletionRequest,
    private readonly check: (body: unknown) => void,
  ) {}

  readonly fetch: typeof globalThis.fetch = (input, init) =>
    new Promise((resolve, reject) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      const exchange = this.send(input, body, init?.headers, resolve);
      this.exchange = exchange.then(
        () => undefined,
        (error: unknown) => (error instanceof UpstreamError ? error : undefined),
      );
      exchange.catch(reject);
    });

  /** Why the exchange failed; undefined if it did not. */
  failure(): Promise<UpstreamError | undefined> {
    return this.exchange;
  }

  private async send(
    input: string | URL | Request,
    body: string,
    headers: RequestInit['headers'],
    respond: (response: Response) => void,
  ): Promise<void> {
    this.check(JSON.parse(body));
    const { timeoutMs, signal } = this.request;
    const url = new URL(input instanceof Request ? input.url : input);
    const sent = Object.fromEntries(new Headers(headers));
    await this.poster.open({ url, body, headers: sent, timeoutMs, signal }, (reply) =>
      passOn(reply, respond),
    );
  }
}

/** Streams are passed on piece by piece; a whole answer whole, which takes a quarter of the time. */
async function passOn(
  { status, headers, body }: OpenReply,
  respond: (response: Response) => void,
): Promise<void> {
  const init = { status, headers: plain(headers) };
  if (!String(headers['content-type']).includes('text/event-stream')) {
    respond(new Response(await body.text(), init));
    return;
  }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  respond(new Response(readable, init));
  await (Readable.toWeb(body) as ReadableStream<Uint8Array>).pipeTo(writable);
}

function plain(headers: OpenReply['headers']): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((each): [string, string] => [name, each]),
  );
}
