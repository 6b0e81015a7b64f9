/** The prices of money that are considered: 0, and then from 1e-13 up by a tenth each. */
const LOWEST_LOG_PRICE = Math.log(1e-13);
const LOG_STEP = Math.log(1.1);
const STEPS = 330;

/** Reward that a nano-dollar is worth: ascending, the first 0. */
export const PRICES: readonly number[] = Array.from({ length: STEPS + 1 }, (_, index) =>
  index === 0 ? 0 : Math.exp(LOWEST_LOG_PRICE + LOG_STEP * index),
);

/** Two neighbouring prices, by index: the higher is drawn with probability `share` in [0, 1). */
export interface PriceMixture {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

/**
 * What a query was expected to cost on average at every price of money: the budget's dual, solved
 * again each round instead of followed by gradient steps. A running average in which later
 * queries weigh more, since the models that chose for earlier ones had been asked less.
 */
export class SpendCurve {
  /** Nano-dollars a query at each price; never rising. */
  readonly averages = new Float64Array(PRICES.length);
  /** Queries averaged. */
  queries = 0;

  /** @param memory how many queries the average looks back on, at least 1 */
  constructor(private readonly memory: number) {}

  /** @param costs nano-dollars at each price, never rising */
  add(costs: Float64Array): void {
    this.queries += 1;
    const weight = Math.max(1 / this.memory, 2 / (this.queries + 1));
    for (let index = 0; index < costs.length; index += 1) {
      const average = this.averages[index] as number;
      this.averages[index] = average + weight * ((costs[index] as number) - average);
    }
  }

  /** The curve with one more query, which itself stays as it is. */
  with(costs: Float64Array): SpendCurve {
    const curve = new SpendCurve(this.memory);
    curve.averages.set(this.averages);
    curve.queries = this.queries;
    curve.add(costs);
    return curve;
  }

  /** What the average query costs where money is dearest. */
  get leastNano(): number {
    return this.averages[STEPS] as number;
  }

  /** Where the average query costs the budget: the highest price if none is so dear. */
  priceFor(budgetNano: number): PriceMixture {
    const { averages } = this;
    if ((averages[0] as number) <= budgetNano) return { low: 0, high: 0, share: 0 };
    if (this.leastNano > budgetNano) return { low: STEPS, high: STEPS, share: 0 };
    let low = 0;
    let high = STEPS;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((averages[middle] as number) > budgetNano) low = middle;
      else high = middle;
    }
    const above = averages[low] as number;
    return { low, high, share: (above - budgetNano) / (above - (averages[high] as number)) };
  }
}
