import { Allocation } from './allocation.js';
import type { Ladders } from './ladders.js';

/**
 * The supported front of a batch, exactly: as the price of money falls from infinity to 0, each query
 * climbs the corners of the concave hull of its ladder, and all climbs in order of value a dollar make
 * every allocation that is best at some price. (The continuous relaxation of the multiple-choice
 * knapsack, Sinha and Zoltners 1979: each prefix of the climbs is an optimum.) O(nK log nK).
 */
export class Sweep {
  /** How many climbs there are; after the first `n` of them the front is at point n, from 0. */
  readonly climbs: number;
  /** Of all queries, at each point. */
  readonly values: Float64Array;
  /** Nano-dollars of all queries, at each point. */
  readonly costs: Float64Array;
  private readonly queries: Uint32Array;
  private readonly targets: Uint32Array;
  private readonly ratios: Float64Array;

  constructor(readonly ladders: Ladders) {
    const found = climbsOf(ladders);
    this.climbs = found.length;
    this.queries = Uint32Array.from(found, ({ query }) => query);
    this.targets = Uint32Array.from(found, ({ to }) => to);
    this.ratios = Float64Array.from(found, ({ ratio }) => ratio);
    this.values = new Float64Array(this.climbs + 1);
    this.costs = new Float64Array(this.climbs + 1);
    const { value, costNano } = Allocation.cheapest(ladders);
    this.values[0] = value;
    this.costs[0] = costNano;
    found.forEach(({ from, to }, at) => {
      const gain = ladders.value(to) - ladders.value(from);
      const price = ladders.cost(to) - ladders.cost(from);
      this.values[at + 1] = (this.values[at] as number) + gain;
      this.costs[at + 1] = (this.costs[at] as number) + price;
    });
  }

  /** Value a nano-dollar from which on, as money gets dearer, the point is no longer best; 0 at the last. */
  priceAfter(point: number): number {
    return this.ratios[point] ?? 0;
  }

  /** The last point that costs at most so many nano-dollars; -1 if none does. */
  within(costNano: number): number {
    return lastWhere(this.costs, (cost) => cost <= costNano);
  }

  /** The first point of at least that value; `climbs + 1` if none has it. */
  reaching(value: number): number {
    return lastWhere(this.values, (reached) => reached < value) + 1;
  }

  at(point: number): Allocation {
    const { rungs } = Allocation.cheapest(this.ladders);
    for (let climb = 0; climb < point; climb += 1)
      rungs[this.queries[climb] as number] = this.targets[climb] as number;
    return new Allocation(this.ladders, rungs);
  }
}

interface Climb {
  readonly query: number;
  readonly from: number;
  readonly to: number;
  readonly ratio: number;
}

function climbsOf(ladders: Ladders): Climb[] {
  const climbs: Climb[] = [];
  for (let query = 0; query < ladders.queries; query += 1) {
    const corners: number[] = [];
    for (let rung = ladders.lowest(query); rung <= ladders.highest(query); rung += 1) {
      while (corners.length >= 2 && isBelow(ladders, corners, rung)) corners.pop();
      corners.push(rung);
    }
    for (let at = 1; at < corners.length; at += 1) {
      const from = corners[at - 1] as number;
      const to = corners[at] as number;
      climbs.push({ query, from, to, ratio: ladders.ratio(from, to) });
    }
  }
  return climbs.sort(
    (one, other) => other.ratio - one.ratio || one.query - other.query || one.from - other.from,
  );
}

/** Whether the last corner lies on or below the line from the one before it to the rung. */
function isBelow(ladders: Ladders, corners: readonly number[], rung: number): boolean {
  const before = corners.at(-2) as number;
  const last = corners.at(-1) as number;
  return ladders.ratio(before, last) <= ladders.ratio(last, rung);
}

/** The last index for which it holds, of values for which it holds up to some index; -1 if nowhere. */
function lastWhere(values: Float64Array, holds: (value: number) => boolean): number {
  let low = -1;
  let high = values.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(values[middle] as number)) low = middle;
    else high = middle;
  }
  return low;
}
