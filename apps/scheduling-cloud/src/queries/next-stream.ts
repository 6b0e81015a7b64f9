import { Injectable } from '@nestjs/common';
import type { AnswerChunk } from '#contracts';
import type { PendingQuery } from '#storage';
import { ApiError } from '../http/api-error.js';
import { Answers } from './answers.js';
import { NextAnswer } from './next-answer.js';
import type { QueryView } from './query-view.js';
import { Replica } from './replica.js';

/** Another answer that is on its way. */
export interface OpenNext {
  /** The query before it is there. */
  view: QueryView;
  /** As it is asked; undefined where another request has asked for this answer. */
  asked: PendingQuery | undefined;
  /** Whether it is listened for: of the requests of a replica, the first is told. */
  listens: boolean;
  /** Pieces of the answer as they come, an empty list as a sign of life, and the query at its end. */
  pieces: AsyncGenerator<AnswerChunk[], QueryView>;
}

/** Another request's answer is looked for so often, in milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** For word of an answer that was given at the last moment. */
const GRACE_MS = 2_000;
/** What another request's answer may take, where nobody here knows its deadline. */
const PATIENCE_MS = 60_000;

/** Asks for another answer, and passes it on while it is being made. */
@Injectable()
export class NextStream {
  constructor(
    private readonly next: NextAnswer,
    private readonly answers: Answers,
    private readonly replica: Replica,
  ) {}

  /**
   * @param after the model whose answer will not do; undefined: the one served now
   * @throws {ApiError} as `NextAnswer.ask` does
   */
  async open(id: string, after: string | undefined): Promise<OpenNext> {
    const { waiters } = this.replica;
    const listens = waiters.begin(id, LISTENING);
    try {
      const asked = await this.next.begin(id, after, listens);
      const view = await this.answers.find(id);
      return { view, asked, listens, pieces: this.follow(view, asked, listens) };
    } catch (error) {
      if (listens) waiters.close(id);
      throw error;
    }
  }

  /** For a client that has gone: only what it asked for is cancelled, not what it found under way. */
  cancel({ view, asked, listens }: OpenNext): void {
    if (listens) this.replica.waiters.close(view.id);
    if (asked !== undefined) this.replica.cancel({ queryId: asked.id, turn: asked.turn });
  }

  private async *follow(
    before: QueryView,
    asked: PendingQuery | undefined,
    listens: boolean,
  ): AsyncGenerator<AnswerChunk[], QueryView> {
    const { id } = before;
    const { waiters } = this.replica;
    const patienceMs = asked ? asked.deadlineAt.getTime() - Date.now() : PATIENCE_MS;
    const end = performance.now() + patienceMs + GRACE_MS;
    let view = before;
    try {
      while (view.status === 'pending' && performance.now() < end) {
        if (listens) {
          view = yield* this.heard(view, asked, end - performance.now());
          // Word of the answer before may come late: then there is more to hear.
          waiters.close(id);
          waiters.begin(id, LISTENING);
        } else {
          view = await this.answers.poll(id, LOOK_EVERY_MS);
          yield [];
        }
      }
    } finally {
      if (listens) waiters.close(id);
    }
    if (asked && !asked.combination.includes(view.model ?? '')) throw failed(view);
    return view;
  }

  /** Only pieces of what was asked for: those of the answer before may come late. */
  private async *heard(
    { id, task, created_at: createdAt }: QueryView,
    asked: PendingQuery | undefined,
    ms: number,
  ): AsyncGenerator<AnswerChunk[], QueryView> {
    const pieces = this.answers.follow({ id, task, createdAt: new Date(createdAt) }, ms);
    for (;;) {
      const next = await pieces.next();
      if (next.done) return next.value;
      yield next.value.filter(({ model, position }) => asked?.combination[position] === model);
    }
  }
}

const LISTENING = { hears: 'committed', pieces: true } as const;

function failed({ id, status, calls }: QueryView): ApiError {
  if (status === 'pending') {
    const message = `there is no other answer yet: look at GET /v1/queries/${id}`;
    return new ApiError(504, 'still_pending', message);
  }
  const why = calls.at(-1)?.error?.message ?? 'it was not asked in time';
  const message = `no other model answered (${why}): the answer before stands`;
  return new ApiError(502, 'next_failed', message);
}
