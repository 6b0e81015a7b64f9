import { Injectable } from '@nestjs/common';
import type { AnswerChunk, QueryOutcome, Reply } from '#contracts';

/** What a waiter hears: the outcome itself, or that PostgreSQL has it. */
export type Word = QueryOutcome | 'settled';

/** What came for a waiter since it last listened. */
export interface Heard {
  /** Pieces of answers, as they came. */
  chunks: AnswerChunk[];
  word: Word | undefined;
}

interface Waiter {
  hears: Hearing;
  word: Word | undefined;
  /** Undefined: pieces are of no interest. */
  chunks: AnswerChunk[] | undefined;
  wake: () => void;
}

/** `anything`: the outcome itself, too. `committed`: only what is in the books, as its user may judge it at once. */
type Hearing = 'anything' | 'committed';

/** What a request wants to hear. */
export interface Listening {
  hears: Hearing;
  /** Whether pieces of the answers are wanted too. */
  pieces: boolean;
}

/** The requests of this replica that wait for an answer. */
@Injectable()
export class Waiters {
  private readonly open = new Map<string, Waiter>();
  private released = false;

  /**
   * Begins to listen for word of a query; `close` ends it. Begin before the query can be answered.
   * @returns false, and nothing begun, if another request of this replica listens for it already
   */
  begin(queryId: string, { hears, pieces }: Listening): boolean {
    if (this.open.has(queryId)) return false;
    this.open.set(queryId, {
      hears,
      word: this.released ? 'settled' : undefined,
      chunks: pieces ? [] : undefined,
      wake: () => undefined,
    });
    return true;
  }

  close(queryId: string): void {
    this.open.delete(queryId);
  }

  /** What has come since the last time, or the first that comes within so many milliseconds. */
  async heard(queryId: string, ms: number): Promise<Heard> {
    const waiter = this.open.get(queryId);
    if (waiter === undefined) return { chunks: [], word: undefined };
    if (waiter.word === undefined && !waiter.chunks?.length) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        waiter.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return { chunks: waiter.chunks?.splice(0) ?? [], word: waiter.word };
  }

  hear(reply: Reply): void {
    if (reply.kind === 'settled') this.settled(reply.queryIds);
    if (reply.kind === 'outcomes') {
      for (const outcome of reply.outcomes) this.tell(outcome.queryId, outcome);
    }
    if (reply.kind === 'chunks') for (const chunk of reply.chunks) this.pass(chunk);
  }

  settled(queryIds: readonly string[]): void {
    for (const id of queryIds) this.tell(id, 'settled');
  }

  /** Sends every waiter to PostgreSQL, those that are still to come too: at shutdown. */
  release(): void {
    this.released = true;
    this.settled([...this.open.keys()]);
  }

  private pass(chunk: AnswerChunk): void {
    const waiter = this.open.get(chunk.queryId);
    if (waiter?.chunks === undefined) return;
    waiter.chunks.push(chunk);
    waiter.wake();
  }

  private tell(queryId: string, word: Word): void {
    const waiter = this.open.get(queryId);
    if (waiter === undefined || (waiter.hears === 'committed' && word !== 'settled')) return;
    waiter.word ??= word;
    waiter.wake();
  }
}
