import type { QueryOutcome, Reply } from '#contracts';

/** What a waiter hears: the outcome itself, or that PostgreSQL has it. */
export type Word = QueryOutcome | 'settled';

/** The requests of this replica that wait for an answer. */
export class Waiters {
  private readonly open = new Map<string, (word: Word | undefined) => void>();

  /**
   * Waits for word of a query. Open it before the query can be answered.
   * @returns undefined if none came in time: the truth is in PostgreSQL
   */
  wait(queryId: string, ms: number): Promise<Word | undefined> {
    return new Promise((resolve) => {
      const settle = (word: Word | undefined): void => {
        clearTimeout(timer);
        this.open.delete(queryId);
        resolve(word);
      };
      const timer = setTimeout(() => settle(undefined), ms);
      this.open.set(queryId, settle);
    });
  }

  /** Ends a wait that nothing will come of. */
  giveUp(queryId: string): void {
    this.open.get(queryId)?.(undefined);
  }

  hear(reply: Reply): void {
    if (reply.kind === 'settled') this.settled(reply.queryIds);
    else for (const outcome of reply.outcomes) this.open.get(outcome.queryId)?.(outcome);
  }

  settled(queryIds: readonly string[]): void {
    for (const id of queryIds) this.open.get(id)?.('settled');
  }

  /** Sends every waiter to PostgreSQL, at shutdown. */
  release(): void {
    this.settled([...this.open.keys()]);
  }
}
