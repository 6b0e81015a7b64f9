import { ONE_REWARD_MICRO } from './arm-statistics.js';
import type { CombinationPoint } from './combination-space.js';
import type { FailureBeliefs } from './failure-beliefs.js';
import type { FailureRow, FailureStatistics } from './failure-statistics.js';
import type { ModelId } from './model-offer.js';
import { ModelSubsets } from './model-subsets.js';
import type { PriceOracle } from './price-search.js';

/** The models as the cascades of one decision reckon with them; arrays by index. */
export interface CascadeArms {
  /** Each model's place in the call order, from 0. */
  readonly ranks: Int32Array;
  /** Chances of success on any query, likely and optimistic, in [0, 1]. */
  readonly likely: Float64Array;
  readonly upper: Float64Array;
  /** What a call costs on any query: nano-dollars. */
  readonly costs: Float64Array;
  /** What the low bound of a cost is of its mean, in [0, 1]. */
  readonly lows: Float64Array;
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

  /** Values every combination. */
  load(arms: CascadeArms, beliefs: FailureBeliefs): void {
    const { count, sizes } = this.sets;
    for (let node = 1; node < count; node += 1) {
      if (sizes[node] === 1) this.loadFirst(node, arms);
      else this.loadLater(node, arms, beliefs);
      this.loadTotals(node, arms);
    }
  }

  private loadFirst(node: number, arms: CascadeArms): void {
    const model = this.sets.lasts[node] as number;
    this.likely[node] = arms.likely[model] as number;
    this.upper[node] = arms.upper[model] as number;
    this.callCosts[node] = arms.costs[model] as number;
  }

  private loadLater(node: number, { ranks }: CascadeArms, beliefs: FailureBeliefs): void {
    const { sizes, parents, lasts, members, without, size } = this.sets;
    const others = (sizes[node] as number) - 1;
    const parent = parents[node] as number;
    const before = this.lastAt[parent] as number;
    const rival = members[parent * size + before] as number;
    const last = lasts[node] as number;
    const at = (ranks[last] as number) > (ranks[rival] as number) ? others : before;
    this.lastAt[node] = at;
    let likely = 0;
    let upper = 0;
    let cost = 0;
    for (let other = 0; other <= others; other += 1) {
      if (other === at) continue;
      const less = without[node * size + other] as number;
      likely += this.likely[less] as number;
      upper += this.upper[less] as number;
      cost += this.callCosts[less] as number;
    }
    const odds = (beliefs.odds[others] as number) / (beliefs.odds[others - 1] as number);
    const dearer = (beliefs.costs[others] as number) / (beliefs.costs[others - 1] as number);
    likely = withOdds(likely / others, odds);
    upper = withOdds(upper / others, odds);
    cost = (cost / others) * dearer;
    const row = this.rows[node * size + at];
    if (row != null) {
      const { rewards, rewardSumMicro, costs, costSumNano } = row.statistics;
      const won = rewardSumMicro / ONE_REWARD_MICRO;
      likely = (won + PRIOR_WEIGHT * likely) / (rewards + PRIOR_WEIGHT);
      upper = (won + PRIOR_WEIGHT * upper) / (rewards + PRIOR_WEIGHT);
      cost = (costSumNano + PRIOR_WEIGHT * cost) / (costs + PRIOR_WEIGHT);
    }
    this.likely[node] = likely;
    this.upper[node] = upper;
    this.callCosts[node] = cost;
  }

  private loadTotals(node: number, { costs, lows, paidInTurn }: CascadeArms): void {
    const at = node * this.sets.size + (this.lastAt[node] as number);
    const before = this.sets.without[at] as number;
    const model = this.sets.members[at] as number;
    const reached = this.reached[before] as number;
    const cost = paidInTurn ? reached * (this.callCosts[node] as number) : (costs[model] as number);
    this.missed[node] = (this.missed[before] as number) * (1 - (this.upper[node] as number));
    this.reached[node] = reached * (1 - (this.likely[node] as number));
    this.meanCosts[node] = (this.meanCosts[before] as number) + cost;
    this.lowCosts[node] = (this.lowCosts[before] as number) + cost * (lows[model] as number);
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

/** A chance whose odds are multiplied. */
function withOdds(chance: number, odds: number): number {
  return (chance * odds) / (1 - chance + chance * odds);
}
