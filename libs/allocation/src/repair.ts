import type { Allocation } from './allocation.js';
import { Moves } from './moves.js';

/** So often may each query move on average: a guard, which no batch is known to reach. */
const MOST_MOVES_A_QUERY = 20;

/**
 * OptLLM's reconstruction (arXiv 2405.15130) within a budget: while the best upgrade gains more for a
 * dollar than the least harmful downgrade loses, they are exchanged, downgrades making room for
 * upgrades; what is left buys the best upgrades that fit. An allocation above the budget is brought
 * below it first.
 * @param budgetNano nano-dollars of all queries
 */
export function repair(allocation: Allocation, budgetNano: number): void {
  const ups = new Moves(allocation, 'up');
  const downs = new Moves(allocation, 'down');
  const take = (query: number, to: number): void => {
    allocation.move(query, to);
    ups.refresh(query);
    downs.refresh(query);
  };
  let moves = MOST_MOVES_A_QUERY * allocation.ladders.queries;
  for (; moves > 0; moves -= 1) {
    const up = ups.best();
    const down = downs.best();
    const over = allocation.costNano > budgetNano;
    const worthIt = up !== undefined && (down === undefined || up.ratio > down.ratio);
    if (
      up !== undefined &&
      worthIt &&
      !over &&
      priceOf(allocation, up) + allocation.costNano <= budgetNano
    )
      take(up.query, up.to);
    else if (down !== undefined && (over || worthIt)) take(down.query, down.to);
    else break;
  }
  fill(allocation, budgetNano);
}

/** Buys the best upgrades that fit into what is left of the budget. */
export function fill(allocation: Allocation, budgetNano: number): void {
  const ups = new Moves(allocation, 'up');
  for (let up = ups.best(); up !== undefined; up = ups.best()) {
    if (allocation.costNano + priceOf(allocation, up) <= budgetNano) {
      allocation.move(up.query, up.to);
      ups.refresh(up.query);
    } else if (up.to > allocation.rung(up.query) + 1) {
      // A smaller step may fit where the best one does not.
      const smaller = up.to - 1;
      ups.drop(up.query);
      if (allocation.costNano + priceOf(allocation, { ...up, to: smaller }) <= budgetNano)
        allocation.move(up.query, smaller);
    } else ups.drop(up.query);
  }
}

/** Saves what can be saved, least harm a dollar first, without falling below a value of all queries. */
export function trim(allocation: Allocation, leastValue: number): void {
  const { ladders } = allocation;
  const downs = new Moves(allocation, 'down');
  const keeps = (from: number, to: number) =>
    allocation.value - (ladders.value(from) - ladders.value(to)) >= leastValue;
  for (let down = downs.best(); down !== undefined; down = downs.best()) {
    const { query, to } = down;
    const from = allocation.rung(query);
    if (keeps(from, to)) {
      allocation.move(query, to);
      downs.refresh(query);
      continue;
    }
    downs.drop(query);
    // A smaller step may do where the best one does not.
    if (from - 1 > to && keeps(from, from - 1)) allocation.move(query, from - 1);
  }
}

function priceOf({ ladders, rungs }: Allocation, { query, to }: { query: number; to: number }) {
  return ladders.cost(to) - ladders.cost(rungs[query] as number);
}
