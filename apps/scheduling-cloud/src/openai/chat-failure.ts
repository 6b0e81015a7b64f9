import { ApiError } from '../http/api-error.js';
import type { QueryView } from '../queries/query-view.js';

/** Faults of a request that every further attempt would have too. */
const FINAL = /^http_4(?!08|09|25|29)\d\d$/;

/** Whether there is an answer to give. */
export function hasAnswer({ status, text }: QueryView): boolean {
  return status === 'answered' && text.kept === 'full';
}

/** Why a query has no answer, as an OpenAI client is told. */
export function failureOf(view: QueryView): ApiError {
  if (view.status === 'pending') {
    return new ApiError(
      504,
      'still_pending',
      `the query has no answer yet: look at GET /v1/queries/${view.id}`,
    );
  }
  if (view.status === 'answered') {
    return new ApiError(
      410,
      'answer_not_kept',
      'this Idempotency-Key was answered before, and its task no longer keeps the answer: send a new query with a new key',
      'Idempotency-Key',
      { 'x-should-retry': 'false' },
    );
  }
  const { code, message } = view.error ?? { code: 'failed', message: 'the query failed' };
  const calls = view.calls.map(({ error }) => error?.code ?? '');
  const isFinal = calls.length > 0 && calls.every((each) => FINAL.test(each));
  return new ApiError(
    code === 'deadline_exceeded' ? 504 : 502,
    code,
    message,
    null,
    isFinal ? { 'x-should-retry': 'false' } : {},
  );
}
