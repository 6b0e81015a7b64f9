import { setTimeout as delay } from 'node:timers/promises';

export interface BatcherSettings<Item = unknown> {
  /** Items that one flush may carry. */
  maxItems: number;
  /** Bytes that one flush may carry; an item that is larger goes alone. Without it, any number. */
  bytes?: { max: number; of: (item: Item) => number };
  /** Flushes that may be under way at once; what arrives meanwhile gathers for the next. */
  maxFlushes: number;
  /**
   * Milliseconds for which the first item of a batch waits for company while items keep coming: if
   * the last flush ended longer ago than that, the batcher is idle and flushes at once.
   */
  gatherMs: number;
}

interface Entry<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/**
 * Group commit: many small writes become few large ones, and an idle batcher never waits for a
 * timer. The results of a flush are those of its items, in their order; a flush that throws fails
 * all of its items.
 */
export class Batcher<Item, Result> {
  private waiting: Entry<Item, Result>[] = [];
  private readonly underWay = new Set<Promise<void>>();
  private lastEnd = -Infinity;

  constructor(
    private readonly flush: (items: Item[]) => Promise<readonly Result[]>,
    private readonly settings: BatcherSettings<Item>,
  ) {}

  /** Items that no flush has taken yet. */
  get length(): number {
    return this.waiting.length;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.start();
    });
  }

  /** Resolves when nothing waits and no flush is under way. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private start(): void {
    if (this.waiting.length === 0 || this.underWay.size >= this.settings.maxFlushes) return;
    const run = this.run().finally(() => {
      this.underWay.delete(run);
      this.lastEnd = performance.now();
      this.start();
    });
    this.underWay.add(run);
  }

  /** How many of those that wait one flush may carry. */
  private fitting(): number {
    const { maxItems, bytes } = this.settings;
    if (bytes === undefined) return maxItems;
    let total = 0;
    const tooMany = this.waiting.slice(0, maxItems).findIndex(({ item }, place) => {
      total += bytes.of(item);
      return place > 0 && total > bytes.max;
    });
    return tooMany === -1 ? maxItems : tooMany;
  }

  private async run(): Promise<void> {
    const { gatherMs } = this.settings;
    const isIdle = performance.now() - this.lastEnd >= gatherMs;
    // Even an idle batcher lets the items that are added in the same turn of the event loop share a flush.
    await (isIdle ? Promise.resolve() : delay(gatherMs));
    const batch = this.waiting.splice(0, this.fitting());
    if (batch.length === 0) return;
    try {
      const results = await this.flush(batch.map((entry) => entry.item));
      if (results.length !== batch.length) {
        throw new Error(`a flush of ${batch.length} items gave ${results.length} results`);
      }
      for (const [index, entry] of batch.entries()) entry.resolve(results[index] as Result);
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    }
  }
}
