import FlatQueue from 'flatqueue';
import type { Allocation } from './allocation.js';

/** One query's move to another of its rungs. */
export interface Move {
  readonly query: number;
  readonly to: number;
  /** Value that a nano-dollar buys, or that a nano-dollar saved loses. */
  readonly ratio: number;
}

/**
 * The best move of every query in one direction, best first: up the most value a dollar, down the
 * least value lost a dollar.
 */
export class Moves {
  private readonly queue = new FlatQueue();
  private readonly targets: Int32Array;
  private readonly keys: Float64Array;

  constructor(
    private readonly allocation: Allocation,
    private readonly direction: 'up' | 'down',
  ) {
    const { queries } = allocation.ladders;
    this.targets = new Int32Array(queries).fill(-1);
    this.keys = new Float64Array(queries);
    for (let query = 0; query < queries; query += 1) this.refresh(query);
  }

  /** The best move; undefined if no query has one. */
  best(): Move | undefined {
    const { queue } = this;
    for (let query = queue.peek(); query !== undefined; query = queue.peek()) {
      const to = this.targets[query] as number;
      const key = this.keys[query] as number;
      if (to >= 0 && key === queue.peekValue()) return { query, to, ratio: Math.abs(key) };
      // Said before the query moved.
      queue.pop();
    }
    return undefined;
  }

  /** Considers the query no more, until it is refreshed. */
  drop(query: number): void {
    this.targets[query] = -1;
  }

  /** Finds the query's best move anew, after it has moved. */
  refresh(query: number): void {
    const { allocation, direction } = this;
    const { ladders } = allocation;
    const from = allocation.rung(query);
    const isUp = direction === 'up';
    const last = isUp ? ladders.highest(query) : ladders.lowest(query);
    let target = -1;
    let key = Infinity;
    for (let to = from; to !== last;) {
      to += isUp ? 1 : -1;
      const ratio = isUp ? -ladders.ratio(from, to) : ladders.ratio(to, from);
      if (ratio < key) {
        target = to;
        key = ratio;
      }
    }
    this.targets[query] = target;
    this.keys[query] = key;
    if (target >= 0) this.queue.push(query, key);
  }
}
