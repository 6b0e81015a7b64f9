import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { AnswerChunk } from '#contracts';
import { Batcher } from '#queue';
import { QueryReader, type StoredQuery } from '#storage';
import { notFound } from '../http/api-error.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import type { QueryView } from './query-view.js';
import { Calibrations } from '../votes/calibrations.js';
import { viewOfOutcome, viewOfStored, type AcceptedQuery, type ViewTerms } from './query-views.js';
import { Waiters } from './waiters.js';

const POLL_MS = 100;
const LOOK_EVERY_MS = 1_000;

/** Finds what became of queries: by word over the channel, or in PostgreSQL. */
@Injectable()
export class Answers {
  private readonly reads = new Batcher<string, StoredQuery | undefined>(
    async (ids) => {
      const found = await this.reader.find([...new Set(ids)]);
      return ids.map((id) => found.get(id));
    },
    { maxItems: 500, maxFlushes: 2, gatherMs: 0 },
  );

  constructor(
    private readonly reader: QueryReader,
    private readonly tasks: TaskRegistry,
    private readonly waiters: Waiters,
    private readonly calibrations: Calibrations,
  ) {}

  /**
   * The answer if it comes in time, and the query as it stands if it doesn't. Word may get lost, so
   * PostgreSQL is looked at now and then too.
   */
  async await(accepted: AcceptedQuery, ms: number): Promise<QueryView> {
    const pieces = this.follow(accepted, ms);
    for (;;) {
      const next = await pieces.next();
      if (next.done) return next.value;
    }
  }

  /**
   * The same, with the pieces of the answers as they come; an empty yield is a sign of life. The
   * query must be listened for.
   */
  async *follow(accepted: AcceptedQuery, ms: number): AsyncGenerator<AnswerChunk[], QueryView> {
    const end = performance.now() + ms;
    for (;;) {
      const left = Math.max(0, end - performance.now());
      const { chunks, word } = await this.waiters.heard(accepted.id, Math.min(LOOK_EVERY_MS, left));
      yield chunks;
      if (word !== undefined && word !== 'settled') {
        const task = this.tasks.known(accepted.task);
        if (task !== undefined) return viewOfOutcome(accepted, word, this.termsOf(accepted.task));
      }
      if (chunks.length > 0 && word === undefined) continue;
      const view = await this.find(accepted.id);
      if (view.status !== 'pending' || word === 'settled' || performance.now() >= end) return view;
    }
  }

  /** The same for a query whose answer goes to another request. */
  async poll(id: string, ms: number): Promise<QueryView> {
    const end = performance.now() + ms;
    let view = await this.find(id);
    while (view.status === 'pending' && performance.now() < end) {
      await delay(POLL_MS);
      view = await this.find(id);
    }
    return view;
  }

  /** @throws {ApiError} 404 */
  async find(id: string): Promise<QueryView> {
    const stored = await this.reads.add(id);
    if (stored === undefined) throw notFound('query', id, 'id');
    return this.viewOf(stored);
  }

  /** As it stands, with its calls. */
  viewOf(stored: StoredQuery): QueryView {
    return viewOfStored(stored, this.termsOf(stored.query.task));
  }

  private termsOf(task: string): ViewTerms {
    return { rewardModel: this.tasks.known(task)?.rewardModel, trust: this.calibrations.of(task) };
  }
}
