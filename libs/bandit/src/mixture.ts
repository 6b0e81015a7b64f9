import { supportWithin, type PricedPoint, type PriceOracle } from './price-search.js';

/** The best distribution over listed points within a budget. */
export interface Mixture<P extends PricedPoint> {
  /** At most two points; the probabilities are above 0 and sum to 1. */
  readonly support: readonly { readonly point: P; readonly probability: number }[];
  readonly reward: number;
  readonly cost: number;
}

/**
 * The mixture of points with the most expected reward whose expected cost is at most the budget:
 * exact for points of any kind (combinations under any reward model and any charge).
 * @returns null where every point costs more than the budget
 */
export function bestMixture<P extends PricedPoint>(
  points: readonly P[],
  budget: number,
): Mixture<P> | null {
  if (points.length === 0) return null;
  const { low, high, share } = supportWithin(listed(points), budget);
  if (low.cost > budget) return null;
  const support = [{ point: low, probability: 1 - share }];
  if (share > 0) support.push({ point: high, probability: share });
  return {
    support,
    reward: low.reward + share * (high.reward - low.reward),
    cost: low.cost + share * (high.cost - low.cost),
  };
}

function listed<P extends PricedPoint>(points: readonly P[]): PriceOracle<P> {
  return {
    cheapest: () =>
      points.reduce((best, point) =>
        point.cost < best.cost || (point.cost === best.cost && point.reward > best.reward)
          ? point
          : best,
      ),
    bestAt: (price) =>
      points.reduce((best, point) => {
        const gain = point.reward - price * point.cost - (best.reward - price * best.cost);
        return gain > 0 || (gain === 0 && point.cost < best.cost) ? point : best;
      }),
  };
}
