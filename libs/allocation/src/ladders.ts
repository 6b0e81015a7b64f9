/** Growing by half again and again takes few copies. */
const FIRST_RUNGS = 1_024;

/** Ladders as typed arrays: `starts[query]` to `starts[query + 1]` are a query's rungs. */
export interface PackedLadders {
  readonly starts: Uint32Array;
  readonly choices: Uint16Array;
  readonly values: Float64Array;
  readonly costs: Float64Array;
}

/**
 * What each query of a batch may be given to, without the choices that another one beats: a query's
 * rungs go up in cost and in value. In typed arrays, some 20 bytes a rung, so that 100,000 queries
 * take little.
 */
export class Ladders {
  /** `starts[query]` to `starts[query + 1]`: the query's rungs. */
  private starts: Uint32Array = new Uint32Array(FIRST_RUNGS);
  private choiceOfRung: Uint16Array = new Uint16Array(FIRST_RUNGS);
  private valueOfRung: Float64Array = new Float64Array(FIRST_RUNGS);
  private costOfRung: Float64Array = new Float64Array(FIRST_RUNGS);
  private order: number[] = [];
  queries = 0;
  /** Of all queries if each were given to the choice: values, and nano-dollars. Empty before the first. */
  readonly everyValue: number[] = [];
  readonly everyCost: number[] = [];

  /** What allocations are made of; what every choice comes to for all queries is not kept. */
  packed(): PackedLadders {
    return {
      starts: this.starts.slice(0, this.queries + 1),
      choices: this.choiceOfRung.slice(0, this.rungs),
      values: this.valueOfRung.slice(0, this.rungs),
      costs: this.costOfRung.slice(0, this.rungs),
    };
  }

  static unpacked({ starts, choices, values, costs }: PackedLadders): Ladders {
    const ladders = new Ladders();
    ladders.starts = starts;
    ladders.choiceOfRung = choices;
    ladders.valueOfRung = values;
    ladders.costOfRung = costs;
    ladders.queries = starts.length - 1;
    return ladders;
  }

  /** The number of all rungs. */
  get rungs(): number {
    return this.starts[this.queries] as number;
  }

  /**
   * Adds a query. Of choices that cost the same and are worth the same the first is kept.
   * @param values of each choice
   * @param costs of each choice, nano-dollars
   */
  add(values: Float64Array, costs: Float64Array): void {
    const { order, everyValue, everyCost } = this;
    order.length = values.length;
    for (let choice = 0; choice < order.length; choice += 1) {
      order[choice] = choice;
      everyValue[choice] = (everyValue[choice] ?? 0) + (values[choice] as number);
      everyCost[choice] = (everyCost[choice] ?? 0) + (costs[choice] as number);
    }
    order.sort(
      (left, right) =>
        (costs[left] as number) - (costs[right] as number) ||
        (values[right] as number) - (values[left] as number) ||
        left - right,
    );
    let rung = this.rungs;
    let best = -Infinity;
    for (const choice of order) {
      const value = values[choice] as number;
      if (value <= best) continue;
      best = value;
      this.reserve(rung);
      this.choiceOfRung[rung] = choice;
      this.valueOfRung[rung] = value;
      this.costOfRung[rung] = costs[choice] as number;
      rung += 1;
    }
    this.queries += 1;
    if (this.queries === this.starts.length) this.starts = grown(this.starts);
    this.starts[this.queries] = rung;
  }

  /** The query's cheapest rung. */
  lowest(query: number): number {
    return this.starts[query] as number;
  }

  /** The query's rung of the highest value. */
  highest(query: number): number {
    return (this.starts[query + 1] as number) - 1;
  }

  choice(rung: number): number {
    return this.choiceOfRung[rung] as number;
  }

  value(rung: number): number {
    return this.valueOfRung[rung] as number;
  }

  /** Nano-dollars. */
  cost(rung: number): number {
    return this.costOfRung[rung] as number;
  }

  /** Value that a nano-dollar buys on the way from one rung to a higher one of the same query. */
  ratio(from: number, to: number): number {
    return (this.value(to) - this.value(from)) / (this.cost(to) - this.cost(from));
  }

  private reserve(rung: number): void {
    if (rung < this.choiceOfRung.length) return;
    this.choiceOfRung = grown(this.choiceOfRung);
    this.valueOfRung = grown(this.valueOfRung);
    this.costOfRung = grown(this.costOfRung);
  }
}

function grown<A extends Uint16Array | Uint32Array | Float64Array>(array: A): A {
  const larger = new (array.constructor as new (length: number) => A)(2 * array.length);
  larger.set(array);
  return larger;
}
