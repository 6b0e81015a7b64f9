import type { ExecutionQuery } from '#contracts';
import type { PendingQuery } from '#storage';
import { limitOf, withoutWishes } from './wishes.js';

/** What a local-server is asked for a query as PostgreSQL has it. */
export function executionOf(
  query: PendingQuery,
  replyTo: string | null,
  stream: ExecutionQuery['stream'] = null,
): ExecutionQuery {
  return {
    queryId: query.id,
    task: query.task,
    messages: query.messages as ExecutionQuery['messages'],
    options: query.options as ExecutionQuery['options'],
    reference: query.reference,
    metadata: withoutWishes(query.metadata),
    combination: query.combination,
    deadlineAt: query.deadlineAt.getTime(),
    replyTo,
    stream,
    reservedNano: limitOf(query),
    ...(query.vote && { vote: query.vote }),
    ...(query.turn > 0 && { turn: query.turn }),
  };
}
