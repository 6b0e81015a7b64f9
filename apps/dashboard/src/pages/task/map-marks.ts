import type { CostRewardMap } from '../../api/cost-reward-map.js';
import type { Pen } from '../../charts/pen.js';
import { cornersOf, mixtureAt, type Mixture } from './envelope.js';

/** What is marked on the map besides the combinations. */
export interface MapMarks {
  map: CostRewardMap;
  /** What is asked about; the same as the task's until somebody moves the slider. */
  budgetUsd: number;
  asked: Mixture | null;
  /** The combination that a reader looks at, by its place. */
  lookedAt: number | null;
}

/** Between two corners mixtures lie on a straight line, which is bent where the axis is logarithmic. */
const STEPS = 24;
const DASH = [5, 4];

/** Draws all that is within the axes of the map. */
export function drawMap(pen: Pen, { map, budgetUsd, asked, lookedAt }: MapMarks): void {
  for (const { cost_usd: cost, reward } of map.points) {
    pen.dot(cost, reward, 3, 'color-mix(in srgb, var(--faint) 45%, transparent)');
  }
  pen.vertical(map.budget_usd_per_query, 'var(--text)', DASH);
  pen.line(lineOf(map), 'var(--good)');
  for (const { cost_usd: cost, reward } of cornersOf(map)) pen.dot(cost, reward, 4, 'var(--good)');
  for (const { cost_usd: cost, reward, share } of map.points) {
    if (share > 0) pen.ring(cost, reward, 4 + 8 * Math.sqrt(share), 'var(--good)');
  }
  if (budgetUsd !== map.budget_usd_per_query) {
    pen.vertical(budgetUsd, 'var(--accent)', DASH);
    if (asked !== null) {
      pen.interval(asked.costUsd, asked.low, asked.high, 'var(--accent)');
      pen.dot(asked.costUsd, asked.reward, 5, 'var(--accent)');
    }
  }
  pen.diamond(map.mixture.cost_usd, map.mixture.reward, 8, 'var(--good)');
  const looked = lookedAt === null ? undefined : map.points[lookedAt];
  if (looked !== undefined) {
    pen.interval(looked.cost_usd, looked.reward_low, looked.reward_high, 'var(--text)');
    pen.dot(looked.cost_usd, looked.reward, 4, 'var(--text)');
  }
}

function lineOf(map: CostRewardMap): [number, number][] {
  const corners = cornersOf(map);
  return corners.flatMap((corner, place) => {
    const next = corners[place + 1];
    const line: [number, number][] = [[corner.cost_usd, corner.reward]];
    if (next === undefined) return line;
    for (let step = 1; step < STEPS; step++) {
      const cost = corner.cost_usd + (step / STEPS) * (next.cost_usd - corner.cost_usd);
      const mixture = mixtureAt(map, cost);
      if (mixture !== null) line.push([cost, mixture.reward]);
    }
    return line;
  });
}
