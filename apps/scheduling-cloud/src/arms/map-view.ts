import { z } from 'zod';
import type { CombinationValue, ModelId } from '#bandit';

/** What `GET /admin/v1/tasks/{name}/map` asks for. */
export const mapQuery = z.strictObject({
  budget_usd_per_query: z.coerce.number().min(1e-9).max(1_000).optional(),
});
export type MapQuery = z.infer<typeof mapQuery>;

const point = z.strictObject({
  models: z.array(z.string()).describe('In call order, where they are asked one after the other.'),
  reward: z.number().describe('What a query of it is believed to earn.'),
  reward_low: z.number().describe('With all of its models at the low end of their intervals.'),
  reward_high: z.number(),
  cost_usd: z.number().describe('What a query of it is expected to cost.'),
  share: z.number().describe('With which probability the next round would draw it, 0 to 1.'),
});

/** The combinations of a task by what they earn and what they cost. */
export const mapView = z
  .strictObject({
    task: z.string(),
    budget_usd_per_query: z.number(),
    points: z.array(point),
    envelope: z
      .array(z.int())
      .describe('Places of the points that no mixture beats at their cost, by cost.'),
    mixture: z
      .strictObject({ reward: z.number(), cost_usd: z.number() })
      .describe('Of the points with a share: what the next round would draw from.'),
    truncated: z.boolean().describe('There are more combinations than points.'),
  })
  .meta({ id: 'CostRewardMap' });
export type MapView = z.infer<typeof mapView>;

/** So many points are shown, and no more of a task with more combinations. */
const MOST_POINTS = 600;

/** What a map is drawn of. */
export interface ValuedTask {
  task: string;
  budgetNano: number;
  values: readonly CombinationValue[];
  /** Places of values. */
  envelope: readonly number[];
  /** By combination. */
  shares: readonly { combination: readonly ModelId[]; share: number }[];
}

/** Of many: those with a share, those of the envelope, single models, and some of the rest. */
export function viewOfMap({ task, budgetNano, values, envelope, shares }: ValuedTask): MapView {
  const shareOf = new Map<string, number>();
  for (const { combination, share } of shares) {
    const key = keyOf(combination);
    shareOf.set(key, (shareOf.get(key) ?? 0) + share);
  }
  const points = values.map((value) => viewOf(value, shareOf.get(keyOf(value.models)) ?? 0));
  const needed = new Set(envelope);
  points.forEach(({ share, models }, place) => {
    if (share > 0 || models.length === 1) needed.add(place);
  });
  const stride = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  const shown = [...points.keys()].filter((place) => needed.has(place) || place % stride === 0);
  const places = new Map(shown.map((place, at) => [place, at]));
  const drawn = points.filter(({ share }) => share > 0);
  const total = drawn.reduce((sum, { share }) => sum + share, 0);
  const mean = (value: (one: (typeof drawn)[number]) => number): number =>
    total === 0 ? 0 : drawn.reduce((sum, one) => sum + one.share * value(one), 0) / total;
  return {
    task,
    budget_usd_per_query: budgetNano / 1e9,
    points: shown.flatMap((place) => points[place] ?? []),
    envelope: envelope.flatMap((place) => places.get(place) ?? []),
    mixture: { reward: mean(({ reward }) => reward), cost_usd: mean((one) => one.cost_usd) },
    truncated: shown.length < points.length,
  };
}

function viewOf({ models, reward, low, high, cost }: CombinationValue, share: number) {
  return {
    models: [...models],
    reward,
    reward_low: Math.min(low, reward),
    reward_high: Math.max(high, reward),
    cost_usd: cost / 1e9,
    share,
  };
}

/** The same for the same models in whatever order. */
function keyOf(models: readonly ModelId[]): string {
  return JSON.stringify([...models].sort());
}
