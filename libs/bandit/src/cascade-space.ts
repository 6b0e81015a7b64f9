import { ONE_REWARD_MICRO } from './arm-statistics.js';
import { OUT_OF_REACH, type CombinationPoint } from './combination-space.js';
import { FailureKnowledge } from './failure-knowledge.js';
import { ModelSubsets } from './model-subsets.js';
import type { PriceOracle } from './price-search.js';

/** The models as the cascades of one decision reckon with them; arrays by index. */
export interface CascadeArms {
  /** Each model's place in the call order, from 0. */
  readonly ranks: readonly number[];
  /** Chances of success on any query, likely and optimistic, in [0, 1]. */
  readonly likely: readonly number[];
  readonly upper: readonly number[];
  /** What a call costs on any query: nano-dollars. */
  readonly costs: readonly number[];
  /** What the low bound of a cost is of its mean, in [0, 1]. */
  readonly lows: readonly number[];
  /** Only the calls up to the first success are paid; else all. */
  readonly paidInTurn: boolean;
}

/**
 * All combinations of at most N of K models as cascades, each asked in the common call order. A set
 * of models stands for its last one, asked when all the others failed: `p(k | F)`, `c(k | F)`. So the
 * chance that all fail and the expected cost are one step from those of the set without its last.
 * The structure is made once, values are written over; a space serves one decision at a time.
 */
export class CascadeSpace implements PriceOracle<CombinationPoint> {
  readonly knowledge: FailureKnowledge;
  private readonly sets: ModelSubsets;
  /** Of each set, where in it the last model in call order is. */
  private readonly lastAt: Int32Array;
  /** Of each set's last model: its odds and its cost over what is common, its upper odds over likely. */
  private readonly odds: Float64Array;
  private readonly prices: Float64Array;
  private readonly hopes: Float64Array;
  /** The chance that all fail: by upper, and by likely rewards. */
  private readonly missed: Float64Array;
  private readonly reached: Float64Array;
  /** Expected cost by the low bounds, and by the means. */
  private readonly lowCosts: Float64Array;
  private readonly meanCosts: Float64Array;

  constructor(models: number, size: number) {
    this.sets = new ModelSubsets(models, size);
    this.knowledge = new FailureKnowledge(this.sets, models);
    const { count } = this.sets;
    this.lastAt = new Int32Array(count);
    this.odds = new Float64Array(count);
    this.prices = new Float64Array(count);
    this.hopes = new Float64Array(count);
    this.missed = new Float64Array(count).fill(1);
    this.reached = new Float64Array(count).fill(1);
    this.lowCosts = new Float64Array(count);
    this.meanCosts = new Float64Array(count);
  }

  /**
   * Values every combination. A set's last model starts from what is common to all models, times what
   * is peculiar to it after one failure less, on average over which; what was seen of just this set
   * counts beside that. One long loop: it is most of a decision's time.
   */
  load({ ranks, costs, lows, ...arms }: CascadeArms): void {
    const { lastAt, odds, prices, hopes, missed, reached, lowCosts, meanCosts } = this;
    const { count, sizes, parents, lasts, members, without, size } = this.sets;
    const { rows, fails, commons, factors, weight } = this.knowledge;
    for (let node = 1; node < count; node += 1) {
      const others = (sizes[node] as number) - 1;
      const from = node * size;
      let model = lasts[node] as number;
      let at = others;
      let before = 0;
      let p = arms.likely[model] as number;
      let u = arms.upper[model] as number;
      let c = costs[model] as number;
      if (others === 0) {
        const fail = fails[node] as number;
        odds[node] = (p * fail) / ((1 - p) * (1 - fail));
        hopes[node] = (u * (1 - p)) / ((1 - u) * p);
        prices[node] = 1;
      } else {
        const parent = parents[node] as number;
        const rivalAt = lastAt[parent] as number;
        const rival = members[parent * size + rivalAt] as number;
        if ((ranks[rival] as number) > (ranks[model] as number)) {
          at = rivalAt;
          model = rival;
        }
        let odd = 0;
        let hope = 0;
        let price = 0;
        for (let other = 0; other <= others; other += 1) {
          if (other === at) continue;
          const less = without[from + other] as number;
          odd += odds[less] as number;
          hope += hopes[less] as number;
          price += prices[less] as number;
        }
        before = without[from + at] as number;
        const common = commons[from + at] as number;
        const won = odd * (1 - common);
        p = won / (won + others * common);
        u = (hope * p) / (hope * p + others * (1 - p));
        const base = (costs[model] as number) * (factors[before] as number);
        c = (base * price) / others;
        const row = rows[from + at];
        if (row == null) {
          odd /= others;
          hope /= others;
          price /= others;
        } else {
          const { rewards, rewardSumMicro, costs: seen, costSumNano } = row.statistics;
          const share = 1 / (rewards + weight);
          p = (rewardSumMicro / ONE_REWARD_MICRO + weight * p) * share;
          u = (rewardSumMicro / ONE_REWARD_MICRO + weight * u) * share;
          c = (costSumNano + weight * c) / (seen + weight);
          odd = (p * common) / ((1 - p) * (1 - common));
          hope = (u * (1 - p)) / ((1 - u) * p);
          price = base > 0 ? c / base : price / others;
        }
        odds[node] = odd;
        hopes[node] = hope;
        prices[node] = price;
      }
      const arrival = reached[before] as number;
      const paid = arms.paidInTurn ? arrival * c : (costs[model] as number);
      lastAt[node] = at;
      missed[node] = (missed[before] as number) * (1 - u);
      reached[node] = arrival * (1 - p);
      meanCosts[node] = (meanCosts[before] as number) + paid;
      lowCosts[node] = (lowCosts[before] as number) + paid * (lows[model] as number);
    }
  }

  /** Puts the combinations that are not allowed out of reach, until values are written over. */
  forbid(isAllowed: (members: readonly number[]) => boolean): void {
    for (let node = 1; node < this.sets.count; node += 1) {
      if (isAllowed(this.callOrder(node))) continue;
      this.missed[node] = OUT_OF_REACH;
      this.lowCosts[node] = OUT_OF_REACH;
    }
  }

  cheapest(): CombinationPoint {
    const { lowCosts, missed } = this;
    let best = 1;
    for (let node = 2; node < lowCosts.length; node += 1) {
      const saved = (lowCosts[best] as number) - (lowCosts[node] as number);
      if (saved > 0 || (saved === 0 && (missed[node] as number) < (missed[best] as number))) {
        best = node;
      }
    }
    return this.pointAt(best);
  }

  bestAt(price: number): CombinationPoint {
    const { lowCosts, missed } = this;
    let best = 1;
    let least = (missed[1] as number) + price * (lowCosts[1] as number);
    for (let node = 2; node < lowCosts.length; node += 1) {
      const loss = (missed[node] as number) + price * (lowCosts[node] as number);
      if (
        loss < least ||
        (loss === least && (lowCosts[node] as number) < (lowCosts[best] as number))
      ) {
        best = node;
        least = loss;
      }
    }
    return this.pointAt(best);
  }

  /** All combinations, as they were valued last. */
  *all(): Generator<CombinationPoint> {
    for (let node = 1; node < this.sets.count; node += 1) yield this.pointAt(node);
  }

  /** The indices of a combination's models, in call order. */
  callOrder(node: number): number[] {
    const order: number[] = [];
    for (let at = node; at > 0;) {
      const last = at * this.sets.size + (this.lastAt[at] as number);
      order.push(this.sets.members[last] as number);
      at = this.sets.without[last] as number;
    }
    return order.reverse();
  }

  /** What a combination is expected to cost by the means: nano-dollars. */
  meanCostOf(node: number): number {
    return this.meanCosts[node] as number;
  }

  private pointAt(node: number): CombinationPoint {
    return {
      node,
      reward: 1 - (this.missed[node] as number),
      cost: this.lowCosts[node] as number,
    };
  }
}
