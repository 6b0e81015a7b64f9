/** What a choice is expected to earn and to cost. */
export interface PricedPoint {
  readonly reward: number;
  readonly cost: number;
}

/** A set of points that answers questions, so that it need not be listed or sorted. */
export interface PriceOracle<P extends PricedPoint> {
  /** A point of least cost, and of these one of most reward. */
  cheapest(): P;
  /** A point with the most `reward - price * cost`, and of these one of least cost. */
  bestAt(price: number): P;
}

/** The best mixture within a budget: `high` with probability `share` in [0, 1), else `low`. */
export interface Support<P extends PricedPoint> {
  readonly low: P;
  readonly high: P;
  readonly share: number;
}

/** Below this part of the values compared, a gain is rounding error. */
const NO_GAIN = 1e-12;

/**
 * The mixture of at most two points with the most expected reward whose expected cost is at most the
 * budget: where the upper concave envelope of the points meets the budget. Lagrange: the slope
 * between the best known points below and above the budget is a price of money; the point that is
 * best at that price replaces one of them, until none is better. Where even the cheapest point costs
 * more than the budget, it alone is the support.
 */
export function supportWithin<P extends PricedPoint>(
  oracle: PriceOracle<P>,
  budget: number,
): Support<P> {
  const high = oracle.bestAt(0);
  if (high.cost <= budget) return alone(high);
  const cheapest = oracle.cheapest();
  if (cheapest.cost > budget) return alone(cheapest);
  return between(oracle, budget, cheapest, high);
}

function between<P extends PricedPoint>(
  oracle: PriceOracle<P>,
  budget: number,
  low: P,
  high: P,
): Support<P> {
  for (;;) {
    const price = (high.reward - low.reward) / (high.cost - low.cost);
    if (!(price > 0)) return alone(low);
    const point = oracle.bestAt(price);
    const known = low.reward - price * low.cost;
    const gain = point.reward - price * point.cost - known;
    const inside = point.cost > low.cost && point.cost < high.cost;
    if (!inside || gain <= NO_GAIN * (Math.abs(known) + Math.abs(point.reward))) {
      return mixed(low, high, budget);
    }
    if (point.cost <= budget) low = point;
    else high = point;
  }
}

/** Two points whose costs enclose the budget, mixed so as to spend it. */
export function mixed<P extends PricedPoint>(low: P, high: P, budget: number): Support<P> {
  return { low, high, share: (budget - low.cost) / (high.cost - low.cost) };
}

/** One point, always. */
export function alone<P extends PricedPoint>(point: P): Support<P> {
  return { low: point, high: point, share: 0 };
}
