/**
 * Why an HTTP service gave no usable answer: `timed_out`, `unreachable` (no connection, or a cut
 * one), `http_<status>`, `invalid_response` (a success whose body is not what was agreed) or
 * `missing_key`.
 */
export type UpstreamErrorCode =
  'timed_out' | 'unreachable' | 'invalid_response' | 'missing_key' | `http_${number}`;

export interface UpstreamErrorDetails {
  /** Milliseconds for which the service asks to be left alone. */
  retryAfterMs?: number | undefined;
  /** What the failed attempt was billed, in nano-dollars, where the service says so. */
  costNanoUsd?: number | undefined;
}

const RETRYABLE = /^(timed_out|unreachable|http_(408|409|425|429|5\d\d))$/;

/** A call to an HTTP service that failed. Its message never holds a key, nor a URL's path. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly costNanoUsd: number | undefined;

  constructor(
    readonly code: UpstreamErrorCode,
    message: string,
    details: UpstreamErrorDetails = {},
  ) {
    super(message);
    this.retryable = RETRYABLE.test(code);
    this.retryAfterMs = details.retryAfterMs;
    this.costNanoUsd = details.costNanoUsd;
  }
}
