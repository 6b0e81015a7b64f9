import type { LiveTask } from './live-view.js';

const PING_MS = 15_000;

/** Somebody who listens: what they have not been told yet is kept, the latest of each task. */
export class LiveListener {
  private readonly news = new Map<string, LiveTask>();
  private isOver = false;
  private wake: () => void = () => undefined;

  /**
   * @param hears whether a task is for this listener
   * @param gone called once they listen no more
   */
  constructor(
    private readonly hears: (task: string) => boolean,
    private readonly gone: () => void,
  ) {}

  hear(tasks: readonly LiveTask[]): void {
    for (const one of tasks) if (this.hears(one.task)) this.news.set(one.task, one);
    if (this.news.size > 0) this.wake();
  }

  /** They are told nothing more. */
  end(): void {
    this.isOver = true;
    this.wake();
  }

  /** Server-sent events: `tasks` with those that have changed, and a `ping` in between. */
  async *events(): AsyncGenerator<string> {
    try {
      for (let next = await this.next(); next !== null; next = await this.next()) yield next;
    } finally {
      this.end();
      this.gone();
    }
  }

  private async next(): Promise<string | null> {
    if (this.news.size === 0 && !this.isOver) await this.wait();
    if (this.isOver) return null;
    const tasks = [...this.news.values()];
    this.news.clear();
    return tasks.length > 0 ? event('tasks', { tasks }) : event('ping', {});
  }

  private wait(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PING_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
