import type { Learner, LearnerQuery } from '#bandit';
import type { Clairvoyance } from './clairvoyance.js';
import type { KnownChoice } from './known-outcomes.js';

/**
 * A learner that has nothing to learn: it knows every outcome, and spends the budget in the best way.
 * Of the two choices at the final price of money it draws one, so that the budget is met on average.
 * @param queries the table's, in the order of the clairvoyance's choices: the very objects
 */
export function oracleLearner(
  queries: readonly LearnerQuery[],
  models: readonly string[],
  known: Clairvoyance,
): Learner {
  const rows = new Map(queries.map((query, row) => [query, row]));
  return {
    name: 'oracle',
    decide({ query, budgetNano }, random) {
      const row = rows.get(query);
      if (row === undefined) throw new RangeError('the oracle does not know this query');
      const frugal = known.frugal[row] as KnownChoice;
      const lavish = known.lavish[row] as KnownChoice;
      const isLavish = random.next() < known.share;
      const { members, reward, costNano } = isLavish ? lavish : frugal;
      const combination = members.map((model) => models[model] ?? '');
      const same = frugal.members.join() === lavish.members.join();
      const propensity = same ? 1 : isLavish ? known.share : 1 - known.share;
      const support = [{ combination, probability: 1, reward, costNano }];
      return {
        combination,
        propensity,
        expectedCostNano: Math.round(costNano),
        pacedBudgetNano: budgetNano,
        bounds: [],
        relaxed: { over: 'combinations', support, reward, costNano },
        overBudget: known.costNano > budgetNano * (1 + 1e-6),
      };
    },
    learn: () => undefined,
    warm: () => undefined,
  };
}
