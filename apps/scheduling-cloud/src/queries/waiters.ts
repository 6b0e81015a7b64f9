import { Injectable } from '@nestjs/common';
import type { QueryOutcome, Reply } from '#contracts';

/** What a waiter hears: the outcome itself, or that PostgreSQL has it. */
export type Word = QueryOutcome | 'settled';

interface Waiter {
  hears: Hearing;
  word: Word | undefined;
  wake: () => void;
}

/** `anything`: the outcome itself, too. `committed`: only what is in the books, as its user may judge it at once. */
type Hearing = 'anything' | 'committed';

/** The requests of this replica that wait for an answer. */
@Injectable()
export class Waiters {
  private readonly open = new Map<string, Waiter>();
  private released = false;

  /** Begins to listen for word of a query; `close` ends it. Begin before the query can be answered. */
  begin(queryId: string, hears: Hearing = 'anything'): void {
    this.open.set(queryId, {
      hears,
      word: this.released ? 'settled' : undefined,
      wake: () => undefined,
    });
  }

  close(queryId: string): void {
    this.open.delete(queryId);
  }

  /** The word that has come, or comes within so many milliseconds; undefined if none does. */
  word(queryId: string, ms: number): Promise<Word | undefined> {
    const waiter = this.open.get(queryId);
    if (waiter === undefined || waiter.word !== undefined) return Promise.resolve(waiter?.word);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ms);
      waiter.wake = () => {
        clearTimeout(timer);
        resolve(waiter.word);
      };
    });
  }

  hear(reply: Reply): void {
    if (reply.kind === 'settled') this.settled(reply.queryIds);
    else if (reply.kind === 'outcomes')
      for (const outcome of reply.outcomes) this.tell(outcome.queryId, outcome);
  }

  settled(queryIds: readonly string[]): void {
    for (const id of queryIds) this.tell(id, 'settled');
  }

  /** Sends every waiter to PostgreSQL, those that are still to come too: at shutdown. */
  release(): void {
    this.released = true;
    this.settled([...this.open.keys()]);
  }

  private tell(queryId: string, word: Word): void {
    const waiter = this.open.get(queryId);
    if (waiter === undefined || (waiter.hears === 'committed' && word !== 'settled')) return;
    waiter.word ??= word;
    waiter.wake();
  }
}
