import type { QueryTurn } from '#contracts';

/** Queries that were cancelled before their job came are remembered, up to so many. */
const REMEMBERED = 10_000;

/** Ends the calls of queries that nobody waits for any more. */
export class Cancellations {
  private readonly running = new Map<string, AbortController>();
  private readonly early = new Set<string>();

  /** Word that queries are cancelled: those that run here are ended, those to come will be. */
  hear(turns: readonly QueryTurn[]): void {
    for (const turn of turns) {
      const id = idOf(turn);
      const controller = this.running.get(id);
      if (controller) controller.abort();
      else this.remember(id);
    }
  }

  /** Runs the work with a signal that tells when the query is cancelled. */
  async during<Result>(
    turn: QueryTurn,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const controller = new AbortController();
    const id = idOf(turn);
    if (this.early.delete(id)) controller.abort();
    this.running.set(id, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.running.delete(id);
    }
  }

  private remember(id: string): void {
    this.early.add(id);
    if (this.early.size <= REMEMBERED) return;
    const [oldest] = this.early;
    if (oldest !== undefined) this.early.delete(oldest);
  }
}

function idOf({ queryId, turn }: QueryTurn): string {
  return `${queryId}/${turn}`;
}
