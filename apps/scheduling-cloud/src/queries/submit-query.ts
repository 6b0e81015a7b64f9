import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { Answers } from './answers.js';
import { Intake, type Taken } from './intake.js';
import type { QueryRequest } from './query-request.js';
import type { QueryView } from './query-view.js';
import { viewOfAccepted } from './query-views.js';
import { Waiters } from './waiters.js';

/** What came with the query besides its body. */
export interface SubmitOptions {
  caller: Caller;
  idempotencyKey: string | undefined;
  /** Milliseconds that the client is willing to wait; 0 to be answered at once. */
  waitMs: number;
}

export interface Submitted {
  taken: Taken;
  view: QueryView;
}

/** Takes a query in, and waits as long as the client is willing to. */
@Injectable()
export class SubmitQuery {
  constructor(
    private readonly intake: Intake,
    private readonly answers: Answers,
    private readonly waiters: Waiters,
  ) {}

  /** @throws {ApiError} as `Intake.take` does */
  async submit(request: QueryRequest, { waitMs, ...options }: SubmitOptions): Promise<Submitted> {
    const listens = waitMs > 0;
    const taken = await this.intake.take(request, { ...options, listens, stream: null });
    if (taken.kind === 'earlier') {
      return { taken, view: await this.answers.poll(taken.queryId, waitMs) };
    }
    const { candidate, overheadMs } = taken;
    const left = waitMs - overheadMs;
    try {
      const view = left > 0 ? await this.answers.await(candidate, left) : viewOfAccepted(candidate);
      return { taken, view };
    } finally {
      this.waiters.close(candidate.id);
    }
  }
}
