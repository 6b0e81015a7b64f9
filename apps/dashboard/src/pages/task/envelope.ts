import type { CostRewardMap, MapPoint } from '../../api/cost-reward-map.js';

/** What a mixture of combinations is believed to earn and cost, a query. */
export interface Mixture {
  reward: number;
  low: number;
  high: number;
  costUsd: number;
  /** By share, the largest first. */
  parts: { point: MapPoint; share: number }[];
}

/**
 * The best mixture that costs so much on average: of the two corners of the envelope around it. Below
 * the cheapest there is none.
 */
export function mixtureAt(map: CostRewardMap, budgetUsd: number): Mixture | null {
  const corners = cornersOf(map);
  const above = corners.findIndex(({ cost_usd: cost }) => cost > budgetUsd);
  if (above === 0) return null;
  const lower = corners.at(above === -1 ? -1 : above - 1);
  const upper = above === -1 ? undefined : corners[above];
  if (lower === undefined) return null;
  if (upper === undefined) return mixed([{ point: lower, share: 1 }]);
  const share = (budgetUsd - lower.cost_usd) / (upper.cost_usd - lower.cost_usd);
  return mixed([
    { point: lower, share: 1 - share },
    { point: upper, share },
  ]);
}

/** Its corners, by cost. */
export function cornersOf({ points, envelope }: CostRewardMap): MapPoint[] {
  return envelope.flatMap((place) => points[place] ?? []);
}

function mixed(all: Mixture['parts']): Mixture {
  const parts = all.filter(({ share }) => share > 0).sort((one, other) => other.share - one.share);
  const mean = (value: (point: MapPoint) => number) =>
    parts.reduce((sum, { point, share }) => sum + share * value(point), 0);
  return {
    reward: mean(({ reward }) => reward),
    low: mean(({ reward_low: low }) => low),
    high: mean(({ reward_high: high }) => high),
    costUsd: mean(({ cost_usd: cost }) => cost),
    parts,
  };
}
