import type { CallReport, ExecutionQuery, Failure, QueryOutcome } from '#contracts';

/**
 * What a query came to.
 * @param served the call whose answer is served; undefined if none has one
 * @param finishedAt milliseconds since the epoch
 * @param isCancelled whether the query failed because nobody waited for it any more
 */
export function outcomeOf(
  query: ExecutionQuery,
  calls: CallReport[],
  served: CallReport | undefined,
  finishedAt: number,
  isCancelled = false,
): QueryOutcome {
  return {
    queryId: query.queryId,
    task: query.task,
    status: served ? 'answered' : 'failed',
    servedModel: served?.model ?? null,
    calls,
    error: served ? null : isCancelled ? CANCELLED : failureOf(calls),
    finishedAt,
    replyTo: query.replyTo,
    ...(query.turn !== undefined && { turn: query.turn }),
  };
}

/** What a query came to whose execution broke down: a fault of the job or of Purser, not of a model. */
export function brokenOutcome(
  query: ExecutionQuery,
  reason: Error,
  finishedAt: number,
): QueryOutcome {
  return {
    ...outcomeOf(query, [], undefined, finishedAt),
    error: { code: 'execution_failed', message: reason.message },
  };
}

const CANCELLED: Failure = { code: 'cancelled', message: 'the client did not wait for the answer' };

function failureOf(calls: readonly CallReport[]): Failure {
  if (calls.length === 0) {
    return {
      code: 'deadline_exceeded',
      message: 'the deadline passed before a model could be asked',
    };
  }
  const faults = calls.map(({ model, error }) => `${model}: ${error?.message ?? 'no answer'}`);
  return { code: 'all_calls_failed', message: `every call failed: ${faults.join('; ')}` };
}
