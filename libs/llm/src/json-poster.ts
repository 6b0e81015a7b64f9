import { errors, Pool } from 'undici';
import { retryAfterMs } from './retry-after.js';
import { UpstreamError } from './upstream-error.js';

export interface Post {
  url: URL;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Milliseconds from the call to the last byte of the answer. */
  timeoutMs: number;
}

export interface PostReply {
  status: number;
  retryAfterMs: number | undefined;
  /** The parsed body; undefined if it is not JSON. */
  body: unknown;
}

/** An answer larger than this is refused, not kept in memory. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * Posts JSON and reads JSON. Connections are kept and shared per origin, and without a limit of
 * their own: a pool of n connections silently caps the throughput at n / latency, so it is for the
 * caller to bound the calls in flight.
 */
export class JsonPoster {
  private readonly pools = new Map<string, Pool>();

  /** @throws UpstreamError `timed_out`, `unreachable`, or `invalid_response` if the body is too large */
  async post({ url, body, headers, timeoutMs }: Post): Promise<PostReply> {
    const abort = new AbortController();
    // Not AbortSignal.timeout: its timers outlive the calls, by thousands under load.
    const timer = setTimeout(() => abort.abort(timedOut(url, timeoutMs)), timeoutMs);
    try {
      const response = await this.poolOf(url.origin).request({
        method: 'POST',
        path: url.pathname + url.search,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: abort.signal,
      });
      const text = await response.body.text();
      return {
        status: response.statusCode,
        retryAfterMs: retryAfterMs(response.headers, Date.now()),
        body: parsed(text),
      };
    } catch (error) {
      throw upstreamError(error, url);
    } finally {
      clearTimeout(timer);
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
  );
}

function upstreamError(error: unknown, url: URL): UpstreamError {
  if (error instanceof UpstreamError) return error;
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new UpstreamError(
      'invalid_response',
      `${url.host} answered with more than ${MAX_BODY_BYTES} bytes`,
    );
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new UpstreamError('unreachable', `the connection to ${url.host} failed (${code})`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
