import type { CombinationFigures, HindsightTerms } from './hindsight-terms.js';
import type { OutcomeTable } from './outcome-table.js';

/** How one more score changes what a query earns; the first score is what it starts with. */
const JOIN: Record<HindsightTerms['rewardModel'], (earned: number, score: number) => number> = {
  'any-win': Math.max,
  'sum-up': (earned, score) => earned + score,
  'all-in': (earned, score) => earned * score,
};

/** Every set of models, all of which are asked and paid: up to the size for any-win, else of it. */
export function wholePoints(
  { models, scores, costs, queries }: OutcomeTable,
  { rewardModel, size }: HindsightTerms,
): CombinationFigures[] {
  const join = JOIN[rewardModel];
  const smallest = rewardModel === 'any-win' ? 1 : size;
  const meanCosts = costs.map(mean);
  const points: CombinationFigures[] = [];

  function extend(set: readonly string[], first: number, earned: Float64Array, costNano: number) {
    if (set.length >= smallest) points.push({ models: set, reward: mean(earned), costNano });
    if (set.length === size) return;
    for (let next = first; next < models.length; next += 1) {
      const column = scores[next] ?? new Float64Array(queries.length);
      extend(
        [...set, models[next] ?? ''],
        next + 1,
        set.length === 0 ? column : earned.map((sum, row) => join(sum, column[row] ?? 0)),
        costNano + (meanCosts[next] ?? 0),
      );
    }
  }

  extend([], 0, new Float64Array(queries.length), 0);
  return points;
}

function mean(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0) / column.length;
}
