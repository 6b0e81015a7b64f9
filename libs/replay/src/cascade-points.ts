import type { CombinationFigures } from './hindsight-terms.js';
import type { OutcomeTable } from './outcome-table.js';

/** A cascade so far: what it has earned and paid, and the queries that go on to the next model. */
interface Cascade {
  readonly order: readonly number[];
  /** Summed over the queries that have succeeded. */
  readonly earned: number;
  /** Summed over all queries and the calls made for them. */
  readonly paidNano: number;
  /** Rows without a success so far, and the best score of each. */
  readonly rows: Int32Array;
  readonly best: Float64Array;
}

/**
 * Every cascade of one to `size` models, in every call order. A query goes on until its first
 * success and earns the score of the answer served: the success's, else the best.
 */
export function cascadePoints(
  { models, scores, costs, queries }: OutcomeTable,
  size: number,
  successAt: number,
): CombinationFigures[] {
  const points: CombinationFigures[] = [];

  function extend(cascade: Cascade): void {
    for (let next = 0; next < models.length; next += 1) {
      const score = scores[next];
      const cost = costs[next];
      if (!score || !cost || cascade.order.includes(next)) continue;
      const longer = ask(cascade, next, score, cost, successAt);
      points.push({
        models: longer.order.map((model) => models[model] ?? ''),
        reward: (longer.earned + sumOf(longer.best)) / queries.length,
        costNano: longer.paidNano / queries.length,
      });
      if (longer.order.length < size) extend(longer);
    }
  }

  const rows = Int32Array.from(queries.keys());
  extend({ order: [], earned: 0, paidNano: 0, rows, best: new Float64Array(rows.length) });
  return points;
}

function ask(
  { order, earned, paidNano, rows, best }: Cascade,
  model: number,
  score: Float64Array,
  cost: Float64Array,
  successAt: number,
): Cascade {
  const failed = new Int32Array(rows.length);
  const failedBest = new Float64Array(rows.length);
  let failures = 0;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] ?? 0;
    const reached = score[row] ?? 0;
    paidNano += cost[row] ?? 0;
    if (reached >= successAt) {
      earned += reached;
    } else {
      failed[failures] = row;
      failedBest[failures] = Math.max(best[i] ?? 0, reached);
      failures += 1;
    }
  }
  return {
    order: [...order, model],
    earned,
    paidNano,
    rows: failed.subarray(0, failures),
    best: failedBest.subarray(0, failures),
  };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
