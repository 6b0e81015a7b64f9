import {
  bestMixture,
  clairvoyance,
  expectedPoints,
  type HindsightMixture,
  type OutcomeTable,
  type ReplayTerms,
} from '#replay';
import { UsageError } from './usage-error.js';

/** What is known afterwards of a world: what no learner can know before. */
export interface Hindsight {
  readonly bestMixture: HindsightMixture;
  /** The model with the best mean score among those that the budget pays for; else the cheapest. */
  readonly bestSingle: {
    readonly model: string;
    readonly reward: number;
    readonly costUsd: number;
  };
  readonly oracle: { readonly reward: number };
}

/**
 * Hindsight of a table for each budget, in their order.
 * @param outcomes what the oracle knows: the table, where that is of outcomes and not of means
 * @throws {UsageError} for a budget that no combination fits
 */
export function hindsightOf(
  table: OutcomeTable,
  terms: ReplayTerms,
  budgetsNano: readonly number[],
  outcomes: OutcomeTable = table,
): Hindsight[] {
  const points = expectedPoints(table, terms);
  return budgetsNano.map((budgetNano) => {
    const mixture = bestMixture(points, budgetNano);
    if (!mixture.withinBudget) throw infeasible(mixture, budgetNano);
    return {
      bestMixture: mixture,
      bestSingle: bestSingle(table, budgetNano),
      oracle: { reward: clairvoyance(outcomes, terms, budgetNano).reward },
    };
  });
}

function bestSingle(table: OutcomeTable, budgetNano: number): Hindsight['bestSingle'] {
  const mean = (column: Float64Array | undefined) =>
    (column ?? new Float64Array(0)).reduce((sum, value) => sum + value, 0) / table.queries.length;
  const singles = table.models.map((model, column) => ({
    model,
    reward: mean(table.scores[column]),
    costUsd: mean(table.costs[column]) / 1e9,
  }));
  const byCost = singles.toSorted((a, b) => a.costUsd - b.costUsd || b.reward - a.reward);
  const [cheapest] = byCost;
  if (!cheapest) throw new RangeError('there is no model');
  return byCost
    .filter(({ costUsd }) => costUsd * 1e9 <= budgetNano)
    .reduce((best, one) => (one.reward > best.reward ? one : best), cheapest);
}

function infeasible({ parts, costNano }: HindsightMixture, budgetNano: number): UsageError {
  const models = parts[0]?.models.join(', ') ?? '';
  return new UsageError(
    `--budget ${budgetNano / 1e9}: no combination costs so little; the cheapest (${models}) costs ${(costNano / 1e9).toPrecision(3)} dollars a query`,
  );
}
