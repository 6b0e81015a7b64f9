import { bestMixture as mixtureWithin } from '#bandit';
import type { CombinationFigures } from './hindsight-terms.js';

/** A distribution over combinations, with what it earns and costs on average. */
export interface HindsightMixture {
  /** One combination or two; the probabilities sum to 1. */
  readonly parts: readonly { readonly models: readonly string[]; readonly probability: number }[];
  readonly reward: number;
  readonly costNano: number;
  /** False where even the cheapest combination is over the budget: then it is that one. */
  readonly withinBudget: boolean;
}

/**
 * The best that any fixed distribution over the combinations earns at no more than the budget a
 * query, exactly.
 * @param points at least one
 * @param budgetNano average cost of a query, in nano-dollars
 */
export function bestMixture(
  points: readonly CombinationFigures[],
  budgetNano: number,
): HindsightMixture {
  const priced = points.map(({ models, reward, costNano }) => ({ models, reward, cost: costNano }));
  const mixture = mixtureWithin(priced, budgetNano);
  if (!mixture) return onlyTheCheapest(points);
  return {
    parts: mixture.support.map(({ point, probability }) => ({ models: point.models, probability })),
    reward: mixture.reward,
    costNano: mixture.cost,
    withinBudget: true,
  };
}

function onlyTheCheapest(points: readonly CombinationFigures[]): HindsightMixture {
  const [cheapest] = points.toSorted((a, b) => a.costNano - b.costNano || b.reward - a.reward);
  if (!cheapest) throw new RangeError('there is no combination to choose from');
  const { models, reward, costNano } = cheapest;
  return { parts: [{ models, probability: 1 }], reward, costNano, withinBudget: false };
}
