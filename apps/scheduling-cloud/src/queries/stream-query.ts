import { Injectable } from '@nestjs/common';
import { CANCELLATIONS, type AnswerChunk, type ExecutionQuery } from '#contracts';
import { Queues } from '#queue';
import type { Caller } from '../auth/caller.js';
import { Answers } from './answers.js';
import { Intake, type Taken } from './intake.js';
import type { QueryRequest } from './query-request.js';
import type { QueryView } from './query-view.js';
import { Waiters } from './waiters.js';

/** What came with the query besides its body. */
export interface StreamOptions {
  caller: Caller;
  idempotencyKey: string | undefined;
  /** Null: the answer is wanted whole. */
  stream: ExecutionQuery['stream'];
  /** Milliseconds after which the query is given up as it stands. */
  waitMs: number;
}

/** A query that was taken in, and is being answered. */
export interface OpenStream {
  taken: Taken;
  /** Pieces of the answers as they come, an empty list as a sign of life, and the query at its end. */
  pieces: AsyncGenerator<AnswerChunk[], QueryView>;
}

/** Takes a query in, and passes its answers on while they are being made. */
@Injectable()
export class StreamQuery {
  constructor(
    private readonly intake: Intake,
    private readonly answers: Answers,
    private readonly waiters: Waiters,
    private readonly queues: Queues,
  ) {}

  /** @throws {ApiError} as `Intake.take` does */
  async open(request: QueryRequest, { waitMs, ...options }: StreamOptions): Promise<OpenStream> {
    const taken = await this.intake.take(request, { ...options, listens: true });
    return { taken, pieces: this.piecesOf(taken, waitMs) };
  }

  /**
   * Stops the calls of a query that nobody waits for any more; what they used by then is paid. Only
   * the queries of an interrupted request are cancelled, never those that it found there.
   */
  cancel(taken: Taken): void {
    if (taken.kind === 'earlier') return;
    const { id } = taken.candidate;
    this.waiters.settled([id]);
    this.queues.channel.publish(CANCELLATIONS, { kind: 'cancelled', queryIds: [id] });
  }

  private async *piecesOf(taken: Taken, waitMs: number): AsyncGenerator<AnswerChunk[], QueryView> {
    if (taken.kind === 'earlier') return this.answers.poll(taken.queryId, waitMs);
    try {
      return yield* this.answers.follow(taken.candidate, waitMs);
    } finally {
      this.waiters.close(taken.candidate.id);
    }
  }
}
