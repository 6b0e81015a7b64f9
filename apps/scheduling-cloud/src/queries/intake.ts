import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ExecutionQuery } from '#contracts';
import type { EarlierQuery } from '#storage';
import { requireTask, type Caller } from '../auth/caller.js';
import { ApiError } from '../http/api-error.js';
import { Reservations, type Alternatives } from '../money/reservations.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import type { Candidate } from './admissions.js';
import type { QueryRequest } from './query-request.js';
import { Quotes } from './quotes.js';
import { Replica } from './replica.js';
import type { Listening } from './waiters.js';

/** What came with the query besides its body. */
export interface IntakeOptions {
  caller: Caller;
  idempotencyKey: string | undefined;
  /** Whether this replica is to hear of the answer. */
  listens: boolean;
  stream: ExecutionQuery['stream'];
}

/** A query that is in the books, now or since an earlier request with its idempotency key. */
export type Taken = {
  /** Milliseconds from the request's arrival to its acknowledgement. */
  overheadMs: number;
} & (
  | {
      kind: 'admitted';
      candidate: Candidate;
      /** What the query's caps have left, in nano-dollars; undefined where it has none. */
      remainingNano: number | undefined;
    }
  | { kind: 'earlier'; queryId: string }
);

/** Takes a query in: decide, reserve, admit. */
@Injectable()
export class Intake {
  constructor(
    private readonly tasks: TaskRegistry,
    private readonly quotes: Quotes,
    private readonly reservations: Reservations,
    private readonly replica: Replica,
  ) {}

  /**
   * A query that is listened for must be let go of, by `Waiters.close`, when its answer is there.
   * @throws {ApiError} for an unknown task, a key that was used for another query, and an outage
   */
  async take(request: QueryRequest, options: IntakeOptions): Promise<Taken> {
    const arrived = performance.now();
    const query = await this.quote(request, options);
    const { id } = query.first;
    const { waiters } = this.replica;
    // Listening begins before the query can be answered, so that no word of it is missed.
    if (options.listens) waiters.begin(id, this.listeningOf(request, options));
    try {
      const { candidate, verdict } = await this.reservations.admit(query);
      const overheadMs = performance.now() - arrived;
      if (verdict.kind === 'admitted') {
        return { kind: 'admitted', candidate, remainingNano: verdict.remainingNano, overheadMs };
      }
      requireSame(candidate, verdict.query);
      waiters.close(id);
      return { kind: 'earlier', queryId: verdict.query.queryId, overheadMs };
    } catch (error) {
      waiters.close(id);
      throw error;
    }
  }

  private listeningOf({ task }: QueryRequest, { stream }: IntakeOptions): Listening {
    const isDriven = this.tasks.known(task)?.isDriven ?? false;
    return { hears: isDriven ? 'committed' : 'anything', pieces: stream !== null };
  }

  private quote(
    request: QueryRequest,
    { caller, idempotencyKey, listens, stream }: IntakeOptions,
  ): Promise<Alternatives> {
    requireTask(caller, request.task);
    return this.quotes.of(request, this.tasks.accepting(request.task), {
      keyId: caller.keyId,
      idempotency: idempotencyOf(request, idempotencyKey),
      replyTo: listens ? this.replica.topic : null,
      stream,
    });
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

/** @throws {ApiError} 409 */
function requireSame({ idempotency }: Candidate, earlier: EarlierQuery): void {
  if (earlier.bodyHash === idempotency?.bodyHash) return;
  throw new ApiError(
    409,
    'idempotency_key_reused',
    'this Idempotency-Key was used for another query: use a new key for a new query',
    'Idempotency-Key',
  );
}
