import { z } from 'zod';
import type { PostReply } from './json-poster.js';
import { storableText } from './storable-text.js';
import { UpstreamError } from './upstream-error.js';
import { usageIn } from './usage.js';

const MAX_DETAIL = 300;

const errorBody = z.object({
  error: z.union([
    z.string(),
    z.object({ message: z.string() }).transform((error) => error.message),
  ]),
});

export interface RefusalContext {
  /** Who answered, for the message. */
  host: string;
  /** Cut out of what the service says. */
  secret?: string | undefined;
}

/** True for a status that means an answer. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/**
 * The error that a reply without success amounts to, in the service's own words; but not where it
 * refuses the key, as those words may quote it.
 */
export function refusal(reply: PostReply, context: RefusalContext): UpstreamError {
  const { status, retryAfterMs } = reply;
  const detail =
    status === 401 || status === 403 ? ': check its key' : detailOf(reply.body, context);
  return new UpstreamError(`http_${status}`, `${context.host} answered ${status}${detail}`, {
    retryAfterMs,
    usage: usageIn(reply.body),
  });
}

/** The service's own error text as `: …`, or nothing where it gave none. */
export function detailOf(body: unknown, { secret }: RefusalContext): string {
  const said = errorBody.safeParse(body);
  if (!said.success) return '';
  const text = storableText(said.data.error);
  return `: ${(secret ? text.replaceAll(secret, '[key]') : text).slice(0, MAX_DETAIL)}`;
}
