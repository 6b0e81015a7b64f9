import { Allocation } from './allocation.js';
import type { Choices } from './choices.js';
import { destroyAndRepair } from './destroy-and-repair.js';
import type { Ladders } from './ladders.js';
import { UnaffordableError, UnreachableError } from './front-errors.js';
import { fill, repair, trim } from './repair.js';
import { RisingMap } from './rising-map.js';
import type { Reliability } from './reliability.js';
import { Sweep } from './sweep.js';

/** An allocation of the batch that no other beats in both accuracy and cost, as far as is foreseen. */
export interface FrontPoint {
  /** The sweep of the price of money, destroy-and-repair, or that all queries are given to one choice. */
  readonly by: 'sweep' | 'repair' | 'fixed';
  /** The mean reward of the queries, in [0, 1], and the 95% interval of what will come true. */
  readonly accuracy: number;
  readonly low: number;
  readonly high: number;
  /** Nano-dollars of all queries. */
  readonly costNano: number;
  /** Of every query: the number of its combination. */
  readonly choices: Uint16Array;
}

/** Supported points that are kept: half spread evenly over accuracy, half over the logarithm of cost. */
const SUPPORTED = 100;
/** Of the standard normal distribution: 95% lie so near to the mean. */
const SIGMAS = 1.96;

/** What can be had of a batch for which money. */
export class Front {
  /** Ascending in cost and accuracy; the first is the cheapest, the last the most accurate. */
  readonly points: readonly FrontPoint[];
  private readonly sweep: Sweep;
  /** Every query given to one choice, for each of some choices. */
  private readonly fixed: readonly FrontPoint[];
  /** From foreseen values and costs of the batch to what will come true of them, on average. */
  private readonly accuracies: RisingMap;
  private readonly costs: RisingMap;

  /** @param ladders of at least one query */
  constructor(
    private readonly ladders: Ladders,
    private readonly reliability: Reliability,
  ) {
    this.sweep = new Sweep(ladders);
    const { values, costs } = this.sweep;
    const supported = spread(this.sweep);
    const corrections = supported.map((point) => reliability.at(this.sweep.priceAfter(point)));
    this.accuracies = new RisingMap(
      supported.map((point) => values[point] as number),
      supported.map((point, at) =>
        clamped((values[point] as number) / ladders.queries + (corrections[at]?.shift ?? 0)),
      ),
    );
    this.costs = new RisingMap(
      supported.map((point) => costs[point] as number),
      supported.map((point, at) => (costs[point] as number) * (corrections[at]?.costRatio ?? 1)),
    );
    this.fixed = this.fixedPoints();
    const found = undominated([
      ...supported.map((point) => ({ by: 'sweep' as const, allocation: this.sweep.at(point) })),
      ...this.repaired(),
    ]).map(({ by, allocation }) => this.pointOf(by, allocation));
    this.points = rising([...this.fixed, ...found]);
  }

  /**
   * The most accurate allocation that is foreseen to cost at most so much.
   * @throws {UnaffordableError} if the cheapest costs more
   */
  withinBudget(costNano: number): FrontPoint {
    const fixed = this.fixed.filter((point) => point.costNano <= costNano);
    if (this.costs.lowest > costNano) {
      const least = Math.min(this.costs.lowest, ...this.fixed.map((point) => point.costNano));
      if (fixed.length === 0) throw new UnaffordableError(least);
      return mostAccurate(fixed);
    }
    return mostAccurate([...fixed, this.sweptWithin(costNano)]);
  }

  private sweptWithin(costNano: number): FrontPoint {
    const foreseen = this.costs.greatestFor(costNano);
    const point = this.sweep.within(foreseen);
    const allocation = this.sweep.at(Math.max(0, point));
    repair(allocation, foreseen);
    return this.pointOf('repair', allocation);
  }

  /**
   * The cheapest allocation that is foreseen to be so accurate.
   * @param accuracy in [0, 1]
   * @throws {UnreachableError} if the most accurate is not
   */
  reaching(accuracy: number): FrontPoint {
    const fixed = this.fixed.filter((point) => point.accuracy >= accuracy);
    if (this.accuracies.highest < accuracy) {
      const highest = Math.max(this.accuracies.highest, ...this.fixed.map((one) => one.accuracy));
      if (fixed.length === 0) throw new UnreachableError(highest);
      return cheapest(fixed);
    }
    return cheapest([...fixed, this.sweptReaching(accuracy)]);
  }

  private sweptReaching(accuracy: number): FrontPoint {
    const foreseen = this.accuracies.leastFor(accuracy);
    const allocation = this.sweep.at(Math.min(this.sweep.climbs, this.sweep.reaching(foreseen)));
    trim(allocation, Math.min(foreseen, allocation.value));
    fill(allocation, allocation.costNano);
    return this.pointOf('repair', allocation);
  }

  private repaired() {
    return Array.from(destroyAndRepair(this.ladders))
      .filter(({ value, costNano }) => {
        const point = this.sweep.within(costNano);
        return value > (this.sweep.values[point] ?? Infinity);
      })
      .map((allocation) => ({ by: 'repair' as const, allocation }));
  }

  private fixedPoints(): FrontPoint[] {
    const { ladders, reliability } = this;
    const { queries, everyValue, everyCost } = ladders;
    const wanted = fixedChoices(reliability.choices);
    return reliability.ofEach(wanted).map(({ shift, stderr, costRatio }, at) => {
      const choice = wanted[at] as number;
      const accuracy = clamped((everyValue[choice] as number) / queries + shift);
      return {
        by: 'fixed' as const,
        accuracy,
        ...intervalOf(accuracy, stderr, queries),
        costNano: Math.round((everyCost[choice] as number) * costRatio),
        choices: new Uint16Array(queries).fill(choice),
      };
    });
  }

  private pointOf(by: FrontPoint['by'], allocation: Allocation): FrontPoint {
    const { value, costNano } = allocation;
    const accuracy = this.accuracies.at(value);
    const price = this.sweep.priceAfter(Math.max(0, this.sweep.within(costNano)));
    const { stderr } = this.reliability.at(price);
    return {
      by,
      accuracy,
      ...intervalOf(accuracy, stderr, this.ladders.queries),
      costNano: Math.round(this.costs.at(costNano)),
      choices: allocation.choices(),
    };
  }
}

/** Up to so many choices are each looked at for all queries; of more, those of one model. */
const FIXED_CHOICES = 64;

function fixedChoices({ combinations }: Choices): number[] {
  const all = [...combinations.keys()];
  if (all.length <= FIXED_CHOICES) return all;
  return all.filter((choice) => combinations[choice]?.length === 1);
}

function intervalOf(accuracy: number, stderr: number, queries: number) {
  const width = SIGMAS * Math.sqrt(stderr * stderr + (accuracy * (1 - accuracy)) / queries);
  return { low: clamped(accuracy - width), high: clamped(accuracy + width) };
}

/** At least one point. Of points that are alike the first: a fixed one is the simpler. */
function mostAccurate(points: readonly FrontPoint[]): FrontPoint {
  return points.reduce((best, one) => (one.accuracy > best.accuracy ? one : best));
}

function cheapest(points: readonly FrontPoint[]): FrontPoint {
  return points.reduce((best, one) => (one.costNano < best.costNano ? one : best));
}

/**
 * Those of which no cheaper one is more accurate. Points that were found may be as accurate as a cheaper
 * one by their corrections alone, and stay; a fixed one is only worth listing if it is better.
 */
function rising(points: readonly FrontPoint[]): FrontPoint[] {
  let best = -Infinity;
  return points
    .toSorted((one, other) => one.costNano - other.costNano || other.accuracy - one.accuracy)
    .filter(({ accuracy, by }) => {
      const isKept = accuracy > best || (accuracy === best && by !== 'fixed');
      best = Math.max(best, accuracy);
      return isKept;
    });
}

/** Points of the sweep, both ends among them, ascending. */
function spread(sweep: Sweep): number[] {
  const { values, costs, climbs } = sweep;
  const half = SUPPORTED / 2;
  const [low, high] = [values[0] as number, values[climbs] as number];
  const [cheap, dear] = [logOf(costs[0] as number), logOf(costs[climbs] as number)];
  const points = new Set([0, climbs]);
  for (let at = 1; at < half; at += 1) {
    points.add(Math.min(climbs, sweep.reaching(low + (at / half) * (high - low))));
    points.add(Math.max(0, sweep.within(Math.exp(cheap + (at / half) * (dear - cheap)))));
  }
  return [...points].sort((one, other) => one - other);
}

/** A free allocation counts as a nano-dollar. */
function logOf(costNano: number): number {
  return Math.log(Math.max(1, costNano));
}

/** Those that no other beats, by cost. */
function undominated<T extends { readonly allocation: Allocation }>(all: readonly T[]): T[] {
  const byCost = all.toSorted(
    ({ allocation: one }, { allocation: other }) =>
      one.costNano - other.costNano || other.value - one.value,
  );
  let best = -Infinity;
  return byCost.filter(({ allocation: { value } }) => {
    const isBetter = value > best;
    best = Math.max(best, value);
    return isBetter;
  });
}

function clamped(accuracy: number): number {
  return Math.min(1, Math.max(0, accuracy));
}
