import { ONE_REWARD_MICRO } from './arm-statistics.js';
import { OUT_OF_REACH, type CombinationPoint } from './combination-space.js';
import type { FailureBeliefs } from './failure-beliefs.js';
import type { FailureRow, FailureStatistics } from './failure-statistics.js';
import type { ModelId } from './model-offer.js';
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
 * A model after some failures is expected to do as it does after one failure less, on average over
 * which; that weighs as much as so many observations of the model after just these failures.
 */
const PRIOR_WEIGHT = 100;

/**
 * All combinations of at most N of K models as cascades, each asked in the common call order. A set
 * of models stands for its last one, asked when all the others failed: `p(k | F)`, `c(k | F)`. So the
 * chance that all fail and the expected cost are one step from those of the set without its last.
 * The structure is made once, values are written over; a space serves one decision at a time.
 */
export class CascadeSpace implements PriceOracle<CombinationPoint> {
  private readonly sets: ModelSubsets;
  /** By `node * size + position`: what was seen of that model when the rest of the set failed. */
  private readonly rows: (FailureRow | null)[];
  private known: {
    readonly failures: FailureStatistics;
    readonly models: readonly ModelId[];
    rows: number;
  } | null = null;
  /** Of each set, where in it the last model in call order is. */
  private readonly lastAt: Int32Array;
  private readonly likely: Float64Array;
  private readonly upper: Float64Array;
  private readonly callCosts: Float64Array;
  /** The chance that all fail: by upper, and by likely rewards. */
  private readonly missed: Float64Array;
  private readonly reached: Float64Array;
  /** Expected cost by the low bounds, and by the means. */
  private readonly lowCosts: Float64Array;
  private readonly meanCosts: Float64Array;

  constructor(models: number, size: number) {
    this.sets = new ModelSubsets(models, size);
    const { count } = this.sets;
    this.rows = new Array<FailureRow | null>(count * size).fill(null);
    this.lastAt = new Int32Array(count);
    this.likely = new Float64Array(count);
    this.upper = new Float64Array(count);
    this.callCosts = new Float64Array(count);
    this.missed = new Float64Array(count).fill(1);
    this.reached = new Float64Array(count).fill(1);
    this.lowCosts = new Float64Array(count);
    this.meanCosts = new Float64Array(count);
  }

  /** Looks up what is known of each set; the same statistics cost no more than their new rows. */
  learn(failures: FailureStatistics, models: readonly ModelId[]): void {
    let { known } = this;
    const same =
      known?.failures === failures && known.models.every((model, index) => model === models[index]);
    if (known === null || !same) {
      known = { failures, models: [...models], rows: 0 };
      this.known = known;
      this.rows.fill(null);
    }
    for (; known.rows < failures.rows.length; known.rows += 1) {
      this.place(failures.rows[known.rows] as FailureRow, models);
    }
  }

  private place(row: FailureRow, models: readonly ModelId[]): void {
    const model = models.indexOf(row.model);
    const set = [model, ...row.given.map((given) => models.indexOf(given))];
    if (set.length > this.sets.size || set.includes(-1)) return;
    set.sort((left, right) => left - right);
    this.rows[this.sets.nodeOf(set) * this.sets.size + set.indexOf(model)] = row;
  }

  /** Values every combination. One long loop: it is most of a decision's time. */
  load({ ranks, costs, lows, ...arms }: CascadeArms, beliefs: FailureBeliefs): void {
    const { lastAt, likely, upper, callCosts, missed, reached, lowCosts, meanCosts, rows } = this;
    const { count, sizes, parents, lasts, members, without, size } = this.sets;
    const oddsSteps = stepsOf(beliefs.odds);
    const costSteps = stepsOf(beliefs.costs);
    for (let node = 1; node < count; node += 1) {
      const last = lasts[node] as number;
      const others = (sizes[node] as number) - 1;
      const from = node * size;
      let at = others;
      let p = arms.likely[last] as number;
      let u = arms.upper[last] as number;
      let c = costs[last] as number;
      if (others > 0) {
        const parent = parents[node] as number;
        const rivalAt = lastAt[parent] as number;
        const rival = members[parent * size + rivalAt] as number;
        if ((ranks[rival] as number) > (ranks[last] as number)) at = rivalAt;
        p = u = c = 0;
        for (let other = 0; other <= others; other += 1) {
          if (other === at) continue;
          const less = without[from + other] as number;
          p += likely[less] as number;
          u += upper[less] as number;
          c += callCosts[less] as number;
        }
        // The mean chance s / others with its odds multiplied, in one division.
        const odds = oddsSteps[others] as number;
        p = (p * odds) / (others - p + p * odds);
        u = (u * odds) / (others - u + u * odds);
        c *= (costSteps[others] as number) / others;
        const row = rows[from + at];
        if (row != null) {
          const { rewards, rewardSumMicro, costs: seen, costSumNano } = row.statistics;
          const won = rewardSumMicro / ONE_REWARD_MICRO;
          const share = 1 / (rewards + PRIOR_WEIGHT);
          p = (won + PRIOR_WEIGHT * p) * share;
          u = (won + PRIOR_WEIGHT * u) * share;
          c = (costSumNano + PRIOR_WEIGHT * c) / (seen + PRIOR_WEIGHT);
        }
      }
      const before = without[from + at] as number;
      const model = members[from + at] as number;
      const arrival = reached[before] as number;
      const paid = arms.paidInTurn ? arrival * c : (costs[model] as number);
      lastAt[node] = at;
      likely[node] = p;
      upper[node] = u;
      callCosts[node] = c;
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

/** What each factor is of the one before. */
function stepsOf(factors: readonly number[]): number[] {
  return factors.map((factor, index) =>
    index === 0 ? 1 : factor / (factors[index - 1] as number),
  );
}
