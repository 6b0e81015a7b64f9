import type { PricedPoint, PriceOracle } from './price-search.js';
import type { SelectionProblem } from './selection-problem.js';

/** A combination of the space: `node` is its number there. */
export interface CombinationPoint extends PricedPoint {
  readonly node: number;
}

/** Finite, so that a price of 0 times it is a number. */
export const OUT_OF_REACH = 1e300;

/**
 * All combinations of N of K models, as a tree of prefixes: a node is its parent's combination and
 * one more model, so that one step a combination suffices to value it. The structure is made once for
 * each (K, N), the values are written over by each problem; a space serves one decision at a time.
 */
export class CombinationSpace implements PriceOracle<CombinationPoint> {
  /** Node 0 is the empty combination; parents come before their children. */
  private readonly parents: Int32Array;
  private readonly lasts: Int32Array;
  /** Nodes below are prefixes alone. */
  private readonly firstChoice: number;
  private readonly rewards: Float64Array;
  private readonly costs: Float64Array;
  private readonly reached: Float64Array;

  /** @param exactly combinations have exactly `size` models, else at most so many and at least one */
  constructor(models: number, size: number, exactly: boolean) {
    const parents = [0];
    const lasts = [-1];
    let levelStart = 0;
    for (let level = 1; level <= size; level += 1) {
      const levelEnd = parents.length;
      const lastModel = exactly ? models - size + level : models;
      for (let parent = levelStart; parent < levelEnd; parent += 1) {
        for (let model = (lasts[parent] as number) + 1; model < lastModel; model += 1) {
          parents.push(parent);
          lasts.push(model);
        }
      }
      levelStart = levelEnd;
    }
    this.parents = Int32Array.from(parents);
    this.lasts = Int32Array.from(lasts);
    this.firstChoice = exactly ? levelStart : 1;
    this.rewards = new Float64Array(parents.length);
    this.costs = new Float64Array(parents.length);
    this.reached = new Float64Array(parents.length).fill(1);
  }

  /** Values every combination by the problem. */
  load(problem: SelectionProblem): void {
    const { parents, lasts, rewards, costs, reached } = this;
    const { rewardModel } = problem;
    const cascade = problem.charge === 'cascade';
    rewards[0] = rewardModel.none;
    for (let node = 1; node < parents.length; node += 1) {
      const parent = parents[node] as number;
      const model = lasts[node] as number;
      const arrival = reached[parent] as number;
      rewards[node] = rewardModel.with(rewards[parent] as number, problem.rewards[model] as number);
      costs[node] = (costs[parent] as number) + arrival * (problem.costs[model] as number);
      reached[node] = cascade ? arrival * (1 - (problem.successes[model] as number)) : 1;
    }
  }

  /** Puts the combinations that are not allowed out of reach, until the next problem. */
  forbid(isAllowed: (members: readonly number[]) => boolean): void {
    for (let node = this.firstChoice; node < this.costs.length; node += 1) {
      if (isAllowed(this.members(node))) continue;
      this.rewards[node] = -OUT_OF_REACH;
      this.costs[node] = OUT_OF_REACH;
    }
  }

  cheapest(): CombinationPoint {
    const { rewards, costs } = this;
    let best = this.firstChoice;
    for (let node = best + 1; node < costs.length; node += 1) {
      const saved = (costs[best] as number) - (costs[node] as number);
      if (saved > 0 || (saved === 0 && (rewards[node] as number) > (rewards[best] as number))) {
        best = node;
      }
    }
    return this.pointAt(best);
  }

  bestAt(price: number): CombinationPoint {
    const { rewards, costs } = this;
    let best = this.firstChoice;
    let bestValue = (rewards[best] as number) - price * (costs[best] as number);
    for (let node = best + 1; node < costs.length; node += 1) {
      const value = (rewards[node] as number) - price * (costs[node] as number);
      if (
        value > bestValue ||
        (value === bestValue && (costs[node] as number) < (costs[best] as number))
      ) {
        best = node;
        bestValue = value;
      }
    }
    return this.pointAt(best);
  }

  /** The combination of most reward that costs at most the budget; the cheapest where none does. */
  bestWithin(budget: number): CombinationPoint {
    const { rewards, costs } = this;
    let best = -1;
    for (let node = this.firstChoice; node < costs.length; node += 1) {
      if ((costs[node] as number) > budget) continue;
      const gain = best < 0 ? Infinity : (rewards[node] as number) - (rewards[best] as number);
      if (gain > 0 || (gain === 0 && (costs[node] as number) < (costs[best] as number))) {
        best = node;
      }
    }
    return best < 0 ? this.cheapest() : this.pointAt(best);
  }

  /** All combinations, as they were valued last. */
  *all(): Generator<CombinationPoint> {
    for (let node = this.firstChoice; node < this.costs.length; node += 1) yield this.pointAt(node);
  }

  /** The indices of a combination's models, ascending. */
  members(node: number): number[] {
    const members: number[] = [];
    for (let at = node; at > 0; at = this.parents[at] as number) {
      members.push(this.lasts[at] as number);
    }
    return members.reverse();
  }

  /** What a combination earns and costs in the problem that was loaded last. */
  pointAt(node: number): CombinationPoint {
    return {
      node,
      reward: this.rewards[node] as number,
      cost: this.costs[node] as number,
    };
  }
}

/** How many combinations there are: `C(K, N)`, or `C(K, 1) + … + C(K, N)` where N is a maximum. */
export function countCombinations(models: number, size: number, exactly: boolean): number {
  let ofLevel = 1;
  let all = 0;
  for (let level = 1; level <= size; level += 1) {
    ofLevel = (ofLevel * (models - level + 1)) / level;
    all += ofLevel;
  }
  return exactly ? ofLevel : all;
}
