import { Injectable } from '@nestjs/common';
import type { AnswerChunk, ExecutionQuery } from '#contracts';
import type { Caller } from '../auth/caller.js';
import { Answers } from './answers.js';
import { Intake, type Taken } from './intake.js';
import type { QueryRequest } from './query-request.js';
import type { QueryView } from './query-view.js';
import { Replica } from './replica.js';

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
    private readonly replica: Replica,
  ) {}

  /** @throws {ApiError} as `Intake.take` does */
  async open(request: QueryRequest, { waitMs, ...options }: StreamOptions): Promise<OpenStream> {
    const taken = await this.intake.take(request, { ...options, listens: true });
    return { taken, pieces: this.piecesOf(taken, waitMs) };
  }

  /** Only the query of an interrupted request is cancelled, never one that it found there. */
  cancel(taken: Taken): void {
    if (taken.kind === 'admitted') this.replica.cancel({ queryId: taken.candidate.id, turn: 0 });
  }

  private async *piecesOf(taken: Taken, waitMs: number): AsyncGenerator<AnswerChunk[], QueryView> {
    if (taken.kind === 'earlier') return this.answers.poll(taken.queryId, waitMs);
    try {
      return yield* this.answers.follow(taken.candidate, waitMs);
    } finally {
      this.replica.waiters.close(taken.candidate.id);
    }
  }
}
