import type { TaskSeries } from '../../api/task-series.js';

/** What was spent up to each moment, beside what so many rounds were allowed. */
export interface Spend {
  /** Seconds since 1970. */
  at: number[];
  spentUsd: number[];
  /** Rounds so far times the budget of a query: rho times t. */
  allowedUsd: number[];
  /** Spent over allowed, less one: V(t), above 0 is overspent; null before the first round. */
  violation: (number | null)[];
}

/** Of all rounds, those before the window too, at today's budget. */
export function spendOf({ data, before, budget_usd_per_query: budget }: TaskSeries): Spend {
  let [rounds, spent] = [before.rounds, before.cost_usd];
  const spend: Spend = { at: [], spentUsd: [], allowedUsd: [], violation: [] };
  for (const { at, queries, cost_usd: cost } of data) {
    rounds += queries;
    spent += cost;
    spend.at.push(Date.parse(at) / 1_000);
    spend.spentUsd.push(spent);
    spend.allowedUsd.push(rounds * budget);
    spend.violation.push(rounds === 0 ? null : spent / (rounds * budget) - 1);
  }
  return spend;
}
