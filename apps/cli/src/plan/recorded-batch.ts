import type { ModelId } from '#bandit';
import type { Sample } from '#allocation';
import type { OutcomeTable } from '#replay';
import { shuffled } from '../demo/shuffle.js';
import { UsageError } from '../replay/usage-error.js';

/** Recorded queries, parted: some whose outcomes are known, and the batch that is to be planned. */
export interface RecordedBatch {
  readonly models: readonly ModelId[];
  readonly samples: readonly Sample[];
  /** Its outcomes are for hindsight alone. */
  readonly batch: readonly Sample[];
}

/**
 * Parts a table by chance, which the seed fixes.
 * @param train the part of the queries that is known, in (0, 1)
 * @throws {UsageError} if no query is left for either part
 */
export function recordedBatch(table: OutcomeTable, train: number, seed: number): RecordedBatch {
  const all = table.queries.map((query, row): Sample => {
    const outcomes = table.models.map((model, column) => {
      const reward = table.scores[column]?.[row] ?? null;
      const costNano = table.costs[column]?.[row] ?? null;
      return [model, { reward, costNano }] as const;
    });
    return { query: { text: query.text }, outcomes: new Map(outcomes) };
  });
  const known = Math.round(train * all.length);
  if (known < 1 || known >= all.length)
    throw new UsageError(
      `--train is ${train}, which makes ${known} of ${all.length} queries known: at least one must be, and one not`,
    );
  const order = shuffled(all, seed);
  return { models: table.models, samples: order.slice(0, known), batch: order.slice(known) };
}
