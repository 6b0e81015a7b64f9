import { Envelope } from './envelope.js';
import type { CombinationFigures } from './hindsight-terms.js';
import type { OutcomeTable } from './outcome-table.js';
import { isCascade, type ReplayTerms } from './replay-terms.js';

/** The rows in which a combination so far can still change its reward, and how likely that is. */
interface Open {
  readonly rows: Int32Array;
  /** Any-win: the probability that no call succeeded; all-in: the product of the scores. Above 0. */
  readonly left: Float64Array;
}

/**
 * The combinations that a best mixture can be made of, with their exact expected rewards and costs
 * on the table where a call succeeds with the probability of its score: for a cascade of every set
 * in every call order, and only the upper concave envelope of them.
 * @throws {RangeError} if the terms ask for more models than there are, or none, or the table is empty
 */
export function expectedPoints(
  table: OutcomeTable,
  terms: ReplayTerms,
): readonly CombinationFigures[] {
  const { models, queries } = table;
  const { size, rewardModel } = terms;
  if (!Number.isInteger(size) || size < 1 || size > models.length)
    throw new RangeError(`a size of ${size} must be from 1 to ${models.length}, the models`);
  if (queries.length === 0) throw new RangeError('no query has the outcomes of all models');
  const envelope = new Envelope();
  const cascade = isCascade(terms);
  const smallest = rewardModel === 'any-win' ? 1 : size;
  const meanCosts = table.costs.map(meanOf);
  const meanScores = table.scores.map(meanOf);
  const room = Array.from({ length: size }, () => openRows(queries.length));
  const order: number[] = [];

  function extend(open: Open, scoreSum: number, costNano: number): void {
    const start = cascade ? 0 : (order.at(-1) ?? -1) + 1;
    for (let next = start; next < models.length; next += 1) {
      if (order.includes(next)) continue;
      const asked = ask(table, terms, open, next, room[order.length] ?? openRows(queries.length));
      const cost = costNano + (cascade ? asked.costNano : (meanCosts[next] ?? 0));
      const sum = scoreSum + (meanScores[next] ?? 0);
      order.push(next);
      if (order.length >= smallest) {
        envelope.add({
          models: order.map((model) => models[model] ?? ''),
          reward: rewardModel === 'sum-up' ? sum : asked.reward,
          costNano: cost,
        });
      }
      if (order.length < size) extend(asked.open, sum, cost);
      order.pop();
    }
  }

  extend(openRows(queries.length), 0, 0);
  return envelope.points();
}

/** What one more model makes of the open rows, written over `room`. */
function ask(
  { scores, costs, queries }: OutcomeTable,
  { rewardModel }: ReplayTerms,
  { rows, left }: Open,
  model: number,
  room: Open,
): { open: Open; reward: number; costNano: number } {
  const score = scores[model] ?? new Float64Array(queries.length);
  const cost = costs[model] ?? new Float64Array(queries.length);
  const anyWin = rewardModel === 'any-win';
  let count = 0;
  let total = 0;
  let paid = 0;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as number;
    const before = left[i] as number;
    const reached = score[row] as number;
    const after = before * (anyWin ? 1 - reached : reached);
    paid += before * (cost[row] as number);
    if (after > 0) {
      room.rows[count] = row;
      room.left[count] = after;
      count += 1;
      total += after;
    }
  }
  const share = total / queries.length;
  return {
    open: { rows: room.rows.subarray(0, count), left: room.left.subarray(0, count) },
    reward: anyWin ? 1 - share : share,
    costNano: paid / queries.length,
  };
}

function openRows(rows: number): Open {
  return {
    rows: Int32Array.from({ length: rows }, (_, row) => row),
    left: new Float64Array(rows).fill(1),
  };
}

/** The mean of a column. */
function meanOf(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0) / column.length;
}
