import type { Ladders } from './ladders.js';

/** A batch with a rung for every query. Sums are kept as queries move. */
export class Allocation {
  readonly rungs: Uint32Array;
  /** Of all queries. */
  value = 0;
  /** Nano-dollars, of all queries. */
  costNano = 0;

  /** @param rungs of each query */
  constructor(
    readonly ladders: Ladders,
    rungs: Uint32Array,
  ) {
    this.rungs = rungs.slice();
    for (const rung of rungs) {
      this.value += ladders.value(rung);
      this.costNano += ladders.cost(rung);
    }
  }

  /** Every query on its cheapest rung. */
  static cheapest(ladders: Ladders): Allocation {
    const { queries } = ladders;
    return new Allocation(
      ladders,
      Uint32Array.from({ length: queries }, (_, at) => ladders.lowest(at)),
    );
  }

  /** Every query on its most valuable rung. */
  static dearest(ladders: Ladders): Allocation {
    const { queries } = ladders;
    return new Allocation(
      ladders,
      Uint32Array.from({ length: queries }, (_, at) => ladders.highest(at)),
    );
  }

  rung(query: number): number {
    return this.rungs[query] as number;
  }

  move(query: number, to: number): void {
    const from = this.rung(query);
    this.value += this.ladders.value(to) - this.ladders.value(from);
    this.costNano += this.ladders.cost(to) - this.ladders.cost(from);
    this.rungs[query] = to;
  }

  /** The choice of every query. */
  choices(): Uint16Array {
    return Uint16Array.from(this.rungs, (rung) => this.ladders.choice(rung));
  }
}
