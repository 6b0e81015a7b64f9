import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { NextStore, type NextResult, type PendingQuery } from '#storage';
import { ApiError, notFound, unavailable } from '../http/api-error.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { Answers } from './answers.js';
import type { QueryView } from './query-view.js';
import { Replica } from './replica.js';
import { Turns } from './turns.js';

type Refusal = Exclude<NextResult['outcome'], 'asked' | 'under-way'>;

const REASONS: Record<Exclude<Refusal, 'unknown-query'>, [code: string, message: string]> = {
  unanswered: ['not_answered', 'the query has no answer yet: wait for it'],
  'used-up': ['combination_used_up', 'every model of the round has been asked: send a new query'],
  closed: [
    'round_closed',
    'the round is closed, as its answer was accepted or the wait for ratings is over: send a new query',
  ],
};

/** Asks for another answer where the user says that the one served will not do. */
@Injectable()
export class NextAnswer {
  constructor(
    private readonly store: NextStore,
    private readonly turns: Turns,
    private readonly answers: Answers,
    private readonly replica: Replica,
    private readonly tasks: TaskRegistry,
  ) {}

  /**
   * The query as it stands, or with the next answer if that comes within `waitMs`.
   * @param after the model whose answer will not do; undefined: the one served now
   * @throws {ApiError} 404, 409 where there is no next model, and 503
   */
  async ask(id: string, after: string | undefined, waitMs: number): Promise<QueryView> {
    const { waiters } = this.replica;
    const listens = waitMs > 0 && waiters.begin(id, { hears: 'committed', pieces: false });
    try {
      await this.begin(id, after);
      const view = await this.answers.find(id);
      if (waitMs === 0 || view.status !== 'pending') return view;
      const { task, created_at: createdAt } = view;
      return listens
        ? await this.answers.await({ id, task, createdAt: new Date(createdAt) }, waitMs)
        : await this.answers.poll(id, waitMs);
    } finally {
      if (listens) waiters.close(id);
    }
  }

  /**
   * Asks the next model, unless it is asked or has answered by now.
   * @param streams whether its answer is wanted as it is made, by this replica
   * @returns the query as it is asked; undefined if another request has asked
   * @throws {ApiError} as `ask` does
   */
  async begin(
    id: string,
    after: string | undefined,
    streams = false,
  ): Promise<PendingQuery | undefined> {
    const pack = randomUUID();
    const request = { queryId: id, after: after ?? null, pack, now: new Date() };
    const result = await this.store.next(request).catch((error: unknown) => {
      throw unavailable(error);
    });
    if (result.outcome === 'under-way') return undefined;
    if (result.outcome !== 'asked') throw await this.refusal(id, result.outcome);
    this.turns.send(pack, [result.query], streams);
    return result.query;
  }

  private async refusal(id: string, outcome: Refusal): Promise<ApiError> {
    if (outcome === 'unknown-query') return notFound('query', id, 'id');
    const { task } = await this.answers.find(id);
    if (this.tasks.known(task)?.isDriven === false) {
      return new ApiError(
        409,
        'not_user_driven',
        `task ${JSON.stringify(task)} goes on by itself or asks all its models: only an any-win task of several models without an evaluator waits for its user`,
        'id',
      );
    }
    return new ApiError(409, ...REASONS[outcome], 'id', { 'x-should-retry': 'false' });
  }
}
