import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { errors, Pool, type Dispatcher } from 'undici';
import { retryAfterMs } from './retry-after.js';
import { UpstreamError } from './upstream-error.js';

export interface Post {
  url: URL;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Milliseconds from the call to the last byte of the answer. */
  timeoutMs: number;
  /** Ends the call, whatever its state. */
  signal?: AbortSignal | undefined;
}

export interface PostReply {
  status: number;
  retryAfterMs: number | undefined;
  /** The parsed body; undefined if it is not JSON. */
  body: unknown;
}

/** A reply whose body has not been read yet. */
export interface OpenReply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Dispatcher.ResponseData['body'];
}

/** An answer larger than this is refused, not kept in memory. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * Posts JSON and reads JSON, or streams. Connections are kept and shared per origin, and without a
 * limit of their own: a pool of n connections silently caps the throughput at n / latency, so it is
 * for the caller to bound the calls in flight.
 */
export class JsonPoster {
  private readonly pools = new Map<string, Pool>();

  /** @throws UpstreamError `timed_out`, `unreachable`, `cancelled`, or `invalid_response` if the body is too large */
  post(post: Post): Promise<PostReply> {
    return this.open(post, async ({ status, headers, body }) => ({
      status,
      retryAfterMs: retryAfterMs(headers, Date.now()),
      body: parsed(await body.text()),
    }));
  }

  /**
   * Posts, and hands the reply to `read`, which must read all of its body; what it throws of its own
   * comes out as `unreachable`, but for an UpstreamError.
   * @throws UpstreamError as `post` does, also while `read` reads
   */
  async open<Result>(
    { url, body, headers, timeoutMs, signal }: Post,
    read: (reply: OpenReply) => Promise<Result>,
  ): Promise<Result> {
    const abort = new AbortController();
    const cancel = (): void => abort.abort(cancelled());
    if (signal?.aborted) throw cancelled();
    signal?.addEventListener('abort', cancel, { once: true });
    // Not AbortSignal.timeout: its timers outlive the calls, by thousands under load.
    const timer = setTimeout(() => abort.abort(timedOut(url, timeoutMs)), timeoutMs);
    try {
      const response = await this.poolOf(url.origin).request({
        method: 'POST',
        path: url.pathname + url.search,
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        signal: abort.signal,
      });
      return await read({
        status: response.statusCode,
        headers: response.headers,
        body: response.body,
      });
    } catch (error) {
      throw upstreamError(error, url);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Resolves when the calls under way are done and the connections closed. */
  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }

  private poolOf(origin: string): Pool {
    const known = this.pools.get(origin);
    if (known) return known;
    const pool = new Pool(origin, {
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: MAX_BODY_BYTES,
    });
    this.pools.set(origin, pool);
    return pool;
  }
}

function timedOut(url: URL, timeoutMs: number): UpstreamError {
  return new UpstreamError(
    'timed_out',
    `${url.host} did not answer within ${Math.round(timeoutMs)} ms`,
    { mayBeBilled: true },
  );
}

function cancelled(): UpstreamError {
  return new UpstreamError('cancelled', 'the call was cancelled', { mayBeBilled: true });
}

/** Without a connection, nothing was asked. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

function upstreamError(error: unknown, url: URL): UpstreamError {
  if (error instanceof UpstreamError) return error;
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new UpstreamError(
      'invalid_response',
      `${url.host} answered with more than ${MAX_BODY_BYTES} bytes`,
      { mayBeBilled: true },
    );
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new UpstreamError('unreachable', `the connection to ${url.host} failed (${code})`, {
    mayBeBilled: !NEVER_SENT.test(code),
  });
}

/** What a text means as JSON; undefined if it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
