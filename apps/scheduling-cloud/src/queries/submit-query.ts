import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { requireTask, type Caller } from '../auth/caller.js';
import { ApiError } from '../http/api-error.js';
import { Reservations } from '../money/reservations.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import type { Candidate } from './admissions.js';
import { Answers } from './answers.js';
import type { QueryRequest } from './query-request.js';
import type { QueryView } from './query-view.js';
import { viewOfAccepted } from './query-views.js';
import { Quotes } from './quotes.js';
import { Replica } from './replica.js';

/** What came with the query besides its body. */
export interface SubmitOptions {
  caller: Caller;
  idempotencyKey: string | undefined;
  /** Milliseconds that the client is willing to wait; 0 to be answered at once. */
  waitMs: number;
}

export interface Submitted {
  view: QueryView;
  /** Milliseconds from the request's arrival to its acknowledgement. */
  overheadMs: number;
  decision: { models: readonly string[]; policy: string } | null;
  /** What the query's caps have left, in nano-dollars; undefined where it has none. */
  remainingNano?: number | undefined;
}

/** Takes a query in: decide, admit, and wait as long as the client is willing to. */
@Injectable()
export class SubmitQuery {
  constructor(
    private readonly tasks: TaskRegistry,
    private readonly quotes: Quotes,
    private readonly reservations: Reservations,
    private readonly answers: Answers,
    private readonly replica: Replica,
  ) {}

  /** @throws {ApiError} for an unknown task, a key that was used for another query, and an outage */
  async submit(request: QueryRequest, options: SubmitOptions): Promise<Submitted> {
    const arrived = performance.now();
    const query = this.quote(request, options);
    const { id } = query.first;
    const { waiters } = this.replica;
    // Listening begins before the query can be answered, so that no word of it is missed.
    const isDriven = this.tasks.known(request.task)?.isDriven ?? false;
    if (options.waitMs > 0) waiters.begin(id, isDriven ? 'committed' : 'anything');
    try {
      const { candidate, verdict } = await this.reservations.admit(query);
      const overheadMs = performance.now() - arrived;
      if (verdict.kind === 'earlier') {
        return {
          view: await this.earlier(candidate, verdict.query, options),
          overheadMs,
          decision: null,
        };
      }
      const { combination: models, policy } = candidate.round;
      const left = options.waitMs - overheadMs;
      const view = left > 0 ? await this.answers.await(candidate, left) : viewOfAccepted(candidate);
      const { remainingNano } = verdict;
      return { view, overheadMs, decision: { models, policy }, remainingNano };
    } finally {
      waiters.close(id);
    }
  }

  private quote(request: QueryRequest, { caller, idempotencyKey, waitMs }: SubmitOptions) {
    requireTask(caller, request.task);
    return this.quotes.of(request, this.tasks.accepting(request.task), {
      keyId: caller.keyId,
      idempotency: idempotencyOf(request, idempotencyKey),
      options: {},
      replyTo: waitMs > 0 ? this.replica.topic : null,
      stream: null,
    });
  }

  private async earlier(
    { idempotency }: Candidate,
    earlier: { queryId: string; bodyHash: string },
    { waitMs }: SubmitOptions,
  ): Promise<QueryView> {
    if (earlier.bodyHash !== idempotency?.bodyHash) {
      throw new ApiError(
        409,
        'idempotency_key_reused',
        'this Idempotency-Key was used for another query: use a new key for a new query',
        'Idempotency-Key',
      );
    }
    return this.answers.poll(earlier.queryId, waitMs);
  }
}

const LONGEST_KEY = 255;

function idempotencyOf(
  request: QueryRequest,
  key: string | undefined,
): { key: string; bodyHash: string } | null {
  if (key === undefined) return null;
  if (key.length === 0 || key.length > LONGEST_KEY) {
    throw new ApiError(
      400,
      'invalid_request',
      `Idempotency-Key must have 1 to ${LONGEST_KEY} characters`,
      'Idempotency-Key',
    );
  }
  return { key, bodyHash: createHash('sha256').update(JSON.stringify(request)).digest('hex') };
}
