/** The pacer swings around the budget by so much. */
const SWING = 1.03;

/** Whether more is spent than that, so that it is worth a warning. */
export function isOver(budgetUsed: number | null): boolean {
  return budgetUsed !== null && budgetUsed > SWING;
}
