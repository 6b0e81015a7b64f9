import type { OutcomeTable } from './outcome-table.js';
import { isCascade, type ReplayTerms } from './replay-terms.js';

/** A combination chosen for one query whose outcomes are known. */
export interface KnownChoice {
  /** Indices of models, in call order. */
  readonly members: readonly number[];
  /** In expectation, where a call succeeds with the probability of its score. */
  readonly reward: number;
  readonly costNano: number;
}

/**
 * The combination with the most `reward - price * cost` for one query of the table, its outcomes
 * known. Exact for sum-up, for a size of 1, for cascades, and where all scores are 0 or 1; else a
 * greedy choice.
 * @param price reward a nano-dollar
 */
export function bestKnown(
  table: OutcomeTable,
  row: number,
  terms: ReplayTerms,
  price: number,
): KnownChoice {
  const one = queryOf(table, row);
  switch (terms.rewardModel) {
    case 'sum-up':
      return choiceOf(
        one,
        terms,
        topBy(one, terms.size, (s, c) => s - price * c),
      );
    case 'all-in':
      return bestOf(price, [
        choiceOf(
          one,
          terms,
          topBy(one, terms.size, (_, c) => -c),
        ),
        choiceOf(
          one,
          terms,
          topBy(one, terms.size, (s, c) => (s === 1 ? 1 : s - 1) - c / one.most),
        ),
        choiceOf(
          one,
          terms,
          topBy(one, terms.size, (s, c) => s - price * c),
        ),
      ]);
    case 'any-win':
      return isCascade(terms) ? bestCascade(one, terms, price) : greedySet(one, terms, price);
  }
}

interface KnownQuery {
  readonly scores: readonly number[];
  readonly costs: readonly number[];
  /** Above all costs. */
  readonly most: number;
}

function queryOf({ scores, costs }: OutcomeTable, row: number): KnownQuery {
  const cost = costs.map((column) => column[row] ?? 0);
  return {
    scores: scores.map((column) => column[row] ?? 0),
    costs: cost,
    most: 2 * Math.max(...cost) + 1,
  };
}

function choiceOf(
  { scores, costs }: KnownQuery,
  terms: ReplayTerms,
  members: readonly number[],
): KnownChoice {
  let sum = 0;
  let product = 1;
  let missed = 1;
  let costNano = 0;
  for (const model of members) {
    const score = scores[model] ?? 0;
    costNano += (isCascade(terms) ? missed : 1) * (costs[model] ?? 0);
    sum += score;
    product *= score;
    missed *= 1 - score;
  }
  const reward = { 'any-win': 1 - missed, 'sum-up': sum, 'all-in': product }[terms.rewardModel];
  return { members, reward, costNano };
}

function topBy(
  { scores, costs }: KnownQuery,
  size: number,
  value: (score: number, costNano: number) => number,
): number[] {
  return scores
    .map((score, model) => ({ model, value: value(score, costs[model] ?? 0) }))
    .sort((a, b) => b.value - a.value || a.model - b.model)
    .slice(0, size)
    .map(({ model }) => model);
}

function bestOf(price: number, choices: readonly KnownChoice[]): KnownChoice {
  return choices.reduce((best, choice) =>
    choice.reward - price * choice.costNano > best.reward - price * best.costNano ? choice : best,
  );
}

/**
 * The best cascade: with known chances the best order is by score per dollar, and in that order a
 * dynamic program says which to keep.
 */
function bestCascade(one: KnownQuery, terms: ReplayTerms, price: number): KnownChoice {
  const { scores, costs } = one;
  const order = topBy(one, scores.length, (s, c) => s / Math.max(c, 1e-9));
  let rest: Plan[] = Array.from({ length: terms.size + 1 }, () => ({ value: 0, members: [] }));
  for (const model of order.toReversed()) {
    const score = scores[model] ?? 0;
    rest = rest.map((skip, calls) => {
      const after = rest[calls - 1];
      if (!after) return skip;
      const value = score - price * (costs[model] ?? 0) + (1 - score) * after.value;
      return value > skip.value ? { value, members: [model, ...after.members] } : skip;
    });
  }
  const best = rest.at(-1)?.members ?? [];
  return best.length > 0 ? choiceOf(one, terms, best) : cheapestOrBest(one, terms, price);
}

interface Plan {
  readonly value: number;
  readonly members: readonly number[];
}

/** One model must be asked, even where none is worth its price. */
function cheapestOrBest(one: KnownQuery, terms: ReplayTerms, price: number): KnownChoice {
  return choiceOf(
    one,
    terms,
    topBy(one, 1, (s, c) => s - price * c),
  );
}

function greedySet(one: KnownQuery, terms: ReplayTerms, price: number): KnownChoice {
  let best = cheapestOrBest(one, terms, price);
  while (best.members.length < terms.size) {
    const { members } = best;
    const longer = one.scores.flatMap((_, model) =>
      members.includes(model) ? [] : [choiceOf(one, terms, [...members, model])],
    );
    const next = bestOf(price, [best, ...longer]);
    if (next === best) return best;
    best = next;
  }
  return best;
}
