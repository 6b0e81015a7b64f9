import type { ModelId } from '#bandit';
import type { RecordedQuery } from '../recorded-query.js';

/** A recorded query whose answers are read as labels. */
export interface LabelledQuery {
  readonly text: string;
  /** The gold label's number. */
  readonly label: number;
  /** Each model's, by the order of the table's models; null: none of the labels. */
  readonly answers: readonly (number | null)[];
  /** What each call cost, nano-dollars. */
  readonly costs: readonly number[];
}

/** Recorded queries of a classification. */
export interface LabelTable {
  /** J of them. */
  readonly labels: readonly string[];
  readonly models: readonly ModelId[];
  readonly queries: readonly LabelledQuery[];
  /** Queries that lack a gold label, or a cost of a model. */
  readonly leftOut: number;
}

/**
 * Reads what models answered as labels.
 * @param readLabel the label that a text means; undefined for none of them
 */
export function labelTable(
  queries: readonly RecordedQuery[],
  models: readonly ModelId[],
  labels: readonly string[],
  readLabel: (text: string) => string | undefined,
): LabelTable {
  const numberOf = (text: string | null): number | null => {
    const label = text === null ? undefined : readLabel(text);
    const at = label === undefined ? -1 : labels.indexOf(label);
    return at < 0 ? null : at;
  };
  const known = queries.flatMap(({ text, label: gold, outcomes }): LabelledQuery[] => {
    const label = numberOf(gold);
    const costs = models.map((model) => outcomes.get(model)?.costNano ?? null);
    if (label === null || !costs.every((cost) => cost !== null)) return [];
    const answers = models.map((model) => numberOf(outcomes.get(model)?.answer ?? null));
    return [{ text, label, answers, costs }];
  });
  return { labels, models, queries: known, leftOut: queries.length - known.length };
}
