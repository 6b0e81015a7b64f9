import { bestKnown, type KnownChoice } from './known-outcomes.js';
import type { OutcomeTable } from './outcome-table.js';
import type { ReplayTerms } from './replay-terms.js';

/** How one who knows every outcome spends a budget. */
export interface Clairvoyance {
  /** Mean reward and cost of a query. */
  readonly reward: number;
  readonly costNano: number;
  /** Each query's choice at the price of money just above and just below the one that fits. */
  readonly frugal: readonly KnownChoice[];
  readonly lavish: readonly KnownChoice[];
  /** The part of the queries that take the lavish choice, in [0, 1]. */
  readonly share: number;
}

/** Enough to know the price of money to the last bits. */
const HALVINGS = 100;

/**
 * The most that anyone earns on the table within an average budget, choosing for each query with its
 * outcomes known: Lagrange, by halving the interval of the price of money. Between the two
 * choices at the final price the budget is spent exactly, as a fraction of the queries.
 */
export function clairvoyance(
  table: OutcomeTable,
  terms: ReplayTerms,
  budgetNano: number,
): Clairvoyance {
  const at = (price: number) => choicesAt(table, terms, price);
  let lavish = at(0);
  if (lavish.costNano <= budgetNano)
    return { ...lavish, frugal: lavish.choices, lavish: lavish.choices, share: 0 };
  let cheap = 0;
  let dear = 1 / budgetNano;
  let frugal = at(dear);
  for (let step = 0; step < HALVINGS && frugal.costNano > budgetNano; step += 1) {
    dear *= 4;
    frugal = at(dear);
  }
  for (let step = 0; step < HALVINGS && dear - cheap > 1e-9 * dear; step += 1) {
    const price = (cheap + dear) / 2;
    const next = at(price);
    if (next.costNano > budgetNano) {
      cheap = price;
      lavish = next;
    } else {
      dear = price;
      frugal = next;
    }
  }
  const gap = lavish.costNano - frugal.costNano;
  const share = gap > 0 ? Math.min(1, Math.max(0, (budgetNano - frugal.costNano) / gap)) : 0;
  return {
    reward: frugal.reward + share * (lavish.reward - frugal.reward),
    costNano: frugal.costNano + share * gap,
    frugal: frugal.choices,
    lavish: lavish.choices,
    share,
  };
}

function choicesAt(table: OutcomeTable, terms: ReplayTerms, price: number) {
  const choices = table.queries.map((_, row) => bestKnown(table, row, terms, price));
  const mean = (value: (choice: KnownChoice) => number) =>
    choices.reduce((sum, choice) => sum + value(choice), 0) / choices.length;
  return {
    choices,
    reward: mean(({ reward }) => reward),
    costNano: mean(({ costNano }) => costNano),
  };
}
