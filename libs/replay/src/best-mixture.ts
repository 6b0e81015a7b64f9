import type { CombinationFigures } from './hindsight-terms.js';

/** A distribution over combinations, with what it earns and costs on average. */
export interface Mixture {
  /** One combination or two; the probabilities sum to 1. */
  readonly parts: readonly { readonly models: readonly string[]; readonly probability: number }[];
  readonly reward: number;
  readonly costNano: number;
  /** False where even the cheapest combination is over the budget: then it is that one. */
  readonly withinBudget: boolean;
}

/**
 * The best that any fixed distribution over the combinations earns at no more than the budget a
 * query, exactly: a point of the upper concave envelope of (cost, reward).
 * @param points at least one
 * @param budgetNano average cost of a query, in nano-dollars
 */
export function bestMixture(points: readonly CombinationFigures[], budgetNano: number): Mixture {
  const envelope = upperEnvelope(points);
  const within = envelope.findLast(({ costNano }) => costNano <= budgetNano);
  const beyond = envelope.find(({ costNano }) => costNano > budgetNano);
  if (within && beyond) return mixtureOf(within, beyond, budgetNano);
  const only = within ?? beyond;
  if (!only) throw new RangeError('there is no combination to choose from');
  const { models, reward, costNano } = only;
  return { parts: [{ models, probability: 1 }], reward, costNano, withinBudget: only === within };
}

/** From the cheapest combination to the one that earns most, by rising cost and falling slope. */
function upperEnvelope(points: readonly CombinationFigures[]): CombinationFigures[] {
  const envelope: CombinationFigures[] = [];
  for (const point of points.toSorted((a, b) => a.costNano - b.costNano || b.reward - a.reward)) {
    const last = envelope.at(-1);
    if (last && point.reward <= last.reward) continue;
    while (envelope.length > 1 && isBelow(envelope.at(-1), envelope.at(-2), point)) envelope.pop();
    envelope.push(point);
  }
  return envelope;
}

function isBelow(
  middle: CombinationFigures | undefined,
  left: CombinationFigures | undefined,
  right: CombinationFigures,
): boolean {
  if (!middle || !left) return false;
  const up = (middle.reward - left.reward) * (right.costNano - left.costNano);
  return up <= (right.reward - left.reward) * (middle.costNano - left.costNano);
}

function mixtureOf(
  cheap: CombinationFigures,
  dear: CombinationFigures,
  budgetNano: number,
): Mixture {
  const probability = (budgetNano - cheap.costNano) / (dear.costNano - cheap.costNano);
  const parts = [
    { models: cheap.models, probability: 1 - probability },
    { models: dear.models, probability },
  ].filter((part) => part.probability > 0);
  return {
    parts,
    reward: cheap.reward + probability * (dear.reward - cheap.reward),
    costNano: cheap.costNano + probability * (dear.costNano - cheap.costNano),
    withinBudget: true,
  };
}
