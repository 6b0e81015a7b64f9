import type { Usage } from './usage.js';

/**
 * Why a call gave no usable answer: `timed_out`, `unreachable` (no connection, or a cut one),
 * `http_<status>`, `invalid_response` (a success whose body is not what was agreed), `missing_key`,
 * `unsupported` (what was asked can't be put to this provider) or `cancelled`. Before a call is made:
 * `circuit_open` (the model has failed too often lately), `rate_limited` (its limits leave no room
 * before the deadline), `reservation_spent` (what was reserved does not cover another attempt) and
 * `not_recorded` (the queue could not take down that an attempt begins).
 */
export type UpstreamErrorCode =
  | 'timed_out'
  | 'unreachable'
  | 'invalid_response'
  | 'missing_key'
  | 'unsupported'
  | 'cancelled'
  | 'circuit_open'
  | 'rate_limited'
  | 'reservation_spent'
  | 'not_recorded'
  | `http_${number}`;

export interface UpstreamErrorDetails {
  /** Milliseconds for which the service asks to be left alone. */
  retryAfterMs?: number | undefined;
  /** What the service says that it used up nevertheless. */
  usage?: Usage | undefined;
  /**
   * Whether the service may have done its work, and bill it, though it did not say so: a call that
   * was cut, not one that it refused.
   */
  mayBeBilled?: boolean | undefined;
  /** Bytes of the answer that came before the failure. */
  receivedBytes?: number | undefined;
  /** What the failed attempt cost, in nano-dollars, where that is known or has a bound. */
  costNanoUsd?: number | undefined;
  /** Whether that is an upper bound. */
  costIsBound?: boolean | undefined;
}

const RETRYABLE = /^(timed_out|unreachable|http_(408|409|425|429|5\d\d))$/;

/** A call to an HTTP service that failed. Its message never holds a key, nor a URL's path. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor(
    readonly code: UpstreamErrorCode,
    message: string,
    readonly details: Readonly<UpstreamErrorDetails> = {},
  ) {
    super(message);
    this.retryable = RETRYABLE.test(code);
  }

  /** The same error, of which more is known. */
  with(more: UpstreamErrorDetails): UpstreamError {
    return new UpstreamError(this.code, this.message, { ...this.details, ...more });
  }
}
