import { assertFeasible, InfeasibleBudgetError } from '#bandit';
import { offersOf } from '../tasks/offers.js';
import type { Task } from '../tasks/task.js';

/** Of a query of middling length. */
const INPUT_TOKENS = 200;

/** What is wrong with a budget that no combination of the task is expected to fit; undefined if one does. */
export function budgetWarning(task: Task): string | undefined {
  try {
    assertFeasible(offersOf(task, INPUT_TOKENS), task.rewardModel, task.size, task.budgetNano);
    return undefined;
  } catch (error) {
    if (!(error instanceof InfeasibleBudgetError)) throw error;
    return `task ${task.name}: ${error.message}; until then the cheapest is served`;
  }
}
