import {
  CombinationSpace,
  keepsRules,
  OUT_OF_REACH,
  RulesError,
  selectionProblem,
  type ArmBounds,
  type CombinationRules,
  type ModelId,
  type SelectionProblem,
  type SelectionTerms,
} from '#bandit';
import { shortlist } from './shortlist.js';
import { PRICES, type PriceMixture } from './spend-curve.js';

/** A combination and the probability with which it is to be drawn. */
export interface ChosenPoint {
  /** In call order. */
  readonly combination: readonly ModelId[];
  readonly probability: number;
  readonly reward: number;
  readonly costNano: number;
}

/**
 * The combination with the most `reward - price * cost` for one query at every price of money. Cost
 * never rises with the price, so where two prices choose alike, all between them do too, and few are
 * looked at. It keeps room to work in: one query at a time.
 */
export class PricedChoices {
  /** What the choice at each price is expected to cost, nano-dollars. */
  readonly costs = new Float64Array(PRICES.length);
  private readonly nodes = new Int32Array(PRICES.length);
  private readonly spaces = new Map<string, CombinationSpace>();
  private space = new CombinationSpace(1, 1, true);
  private problem: SelectionProblem | null = null;

  /** @param price of money at which models are shortlisted where there are too many combinations */
  load(bounds: readonly ArmBounds[], terms: SelectionTerms, price: number): void {
    const listed = shortlist(bounds, terms, price);
    this.problem = selectionProblem(listed, terms, 0);
    this.space = this.spaceOf(listed.length, terms);
    this.space.load(this.problem);
    if (terms.rules !== undefined) this.forbid(this.problem, terms.rules);
    this.choose(0);
    this.choose(PRICES.length - 1);
    this.fill(0, PRICES.length - 1);
  }

  private forbid({ models, size }: SelectionProblem, rules: CombinationRules): void {
    const namesOf = (members: readonly number[]) =>
      members.map((member) => models[member] as ModelId);
    this.space.forbid((members) => keepsRules(namesOf(members), rules));
    if (this.space.cheapest().cost === OUT_OF_REACH) throw new RulesError(size);
  }

  /** The choices at two prices: one of probability 1 where they are the same. */
  support({ low, high, share }: PriceMixture): ChosenPoint[] {
    if (share === 0 || this.nodes[low] === this.nodes[high]) return [this.pointAt(low, 1)];
    return [this.pointAt(low, 1 - share), this.pointAt(high, share)];
  }

  private fill(from: number, to: number): void {
    if (this.nodes[from] === this.nodes[to]) {
      this.nodes.fill(this.nodes[from] as number, from, to);
      this.costs.fill(this.costs[from] as number, from, to);
    } else if (to - from > 1) {
      const middle = (from + to) >> 1;
      this.choose(middle);
      this.fill(from, middle);
      this.fill(middle, to);
    }
  }

  private choose(at: number): void {
    const { node, cost } = this.space.bestAt(PRICES[at] as number);
    this.nodes[at] = node;
    this.costs[at] = cost;
  }

  private pointAt(at: number, probability: number): ChosenPoint {
    const node = this.nodes[at] as number;
    const { reward, cost } = this.space.pointAt(node);
    const models = this.problem?.models ?? [];
    const combination = this.space.members(node).map((member) => models[member] as ModelId);
    return { combination, probability, reward, costNano: cost };
  }

  private spaceOf(models: number, { size, rewardModel }: SelectionTerms): CombinationSpace {
    const key = `${models} ${size} ${rewardModel.exactly}`;
    const known = this.spaces.get(key);
    if (known !== undefined) return known;
    const space = new CombinationSpace(models, size, rewardModel.exactly);
    this.spaces.set(key, space);
    return space;
  }
}
