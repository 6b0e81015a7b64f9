import type { Allocation } from './allocation.js';
import { intervalOf, type FrontPoint } from './front-point.js';
import { UnaffordableError, UnreachableError } from './front-errors.js';
import { Ladders, type PackedLadders } from './ladders.js';
import { fill, repair, trim } from './repair.js';
import { RisingMap } from './rising-map.js';
import { Sweep } from './sweep.js';

/** Every query given to one choice. */
export interface FixedPoint extends Omit<FrontPoint, 'choices' | 'by'> {
  readonly choice: number;
}

/** What is foreseen at some points of the sweep, and what will come true of it, on average. */
export interface Corrected {
  /** Ascending: points of the sweep. */
  readonly points: readonly number[];
  /** Of all queries as foreseen, and accuracies in [0, 1] as corrected. */
  readonly values: readonly number[];
  readonly accuracies: readonly number[];
  /** Standard errors of these. */
  readonly stderrs: readonly number[];
  /** Nano-dollars of all queries, as foreseen and as corrected. */
  readonly costs: readonly number[];
  readonly correctedCosts: readonly number[];
}

/** All that direct questions are answered from: typed arrays and plain numbers, to be kept. */
export interface PackedQuestions {
  readonly ladders: PackedLadders;
  readonly corrected: Corrected;
  readonly fixed: readonly FixedPoint[];
}

/** Answers what a budget buys of a batch, and what an accuracy costs, in corrected figures. */
export class FrontQuestions {
  private readonly accuracies: RisingMap;
  private readonly costs: RisingMap;

  constructor(
    readonly sweep: Sweep,
    private readonly corrected: Corrected,
    private readonly fixed: readonly FixedPoint[],
  ) {
    this.accuracies = new RisingMap(corrected.values, corrected.accuracies);
    this.costs = new RisingMap(corrected.costs, corrected.correctedCosts);
  }

  static unpacked({ ladders, corrected, fixed }: PackedQuestions): FrontQuestions {
    return new FrontQuestions(new Sweep(Ladders.unpacked(ladders)), corrected, fixed);
  }

  packed(): PackedQuestions {
    const { sweep, corrected, fixed } = this;
    return { ladders: sweep.ladders.packed(), corrected, fixed };
  }

  /**
   * The most accurate allocation that is foreseen to cost at most so much.
   * @throws {UnaffordableError} if the cheapest costs more
   */
  withinBudget(costNano: number): FrontPoint {
    const fixed = this.fixedPoints.filter((point) => point.costNano <= costNano);
    if (this.costs.lowest > costNano) {
      const least = Math.min(this.costs.lowest, ...this.fixed.map((point) => point.costNano));
      if (fixed.length === 0) throw new UnaffordableError(least);
      return mostAccurate(fixed);
    }
    return mostAccurate([...fixed, this.sweptWithin(costNano)]);
  }

  /**
   * The cheapest allocation that is foreseen to be so accurate.
   * @param accuracy in [0, 1]
   * @throws {UnreachableError} if the most accurate is not
   */
  reaching(accuracy: number): FrontPoint {
    const fixed = this.fixedPoints.filter((point) => point.accuracy >= accuracy);
    if (this.accuracies.highest < accuracy) {
      const highest = Math.max(this.accuracies.highest, ...this.fixed.map((one) => one.accuracy));
      if (fixed.length === 0) throw new UnreachableError(highest);
      return cheapest(fixed);
    }
    return cheapest([...fixed, this.sweptReaching(accuracy)]);
  }

  get fixedPoints(): FrontPoint[] {
    const { queries } = this.sweep.ladders;
    return this.fixed.map(({ choice, ...point }) => ({
      by: 'fixed',
      ...point,
      choices: new Uint16Array(queries).fill(choice),
    }));
  }

  pointOf(by: FrontPoint['by'], allocation: Allocation): FrontPoint {
    const { value, costNano } = allocation;
    const accuracy = this.accuracies.at(value);
    return {
      by,
      accuracy,
      ...intervalOf(accuracy, this.stderrAt(costNano), this.sweep.ladders.queries),
      costNano: Math.round(this.costs.at(costNano)),
      choices: allocation.choices(),
    };
  }

  private sweptWithin(costNano: number): FrontPoint {
    const foreseen = this.costs.greatestFor(costNano);
    const allocation = this.sweep.at(Math.max(0, this.sweep.within(foreseen)));
    repair(allocation, foreseen);
    return this.pointOf('repair', allocation);
  }

  private sweptReaching(accuracy: number): FrontPoint {
    const foreseen = this.accuracies.leastFor(accuracy);
    const allocation = this.sweep.at(Math.min(this.sweep.climbs, this.sweep.reaching(foreseen)));
    trim(allocation, Math.min(foreseen, allocation.value));
    fill(allocation, allocation.costNano);
    return this.pointOf('repair', allocation);
  }

  /** That of the last corrected point that costs no more. */
  private stderrAt(costNano: number): number {
    const { points, stderrs } = this.corrected;
    const point = Math.max(0, this.sweep.within(costNano));
    return stderrs[points.findLastIndex((one) => one <= point)] ?? (stderrs[0] as number);
  }
}

/** At least one point. Of points that are alike the first: a fixed one is the simpler. */
function mostAccurate(points: readonly FrontPoint[]): FrontPoint {
  return points.reduce((best, one) => (one.accuracy > best.accuracy ? one : best));
}

function cheapest(points: readonly FrontPoint[]): FrontPoint {
  return points.reduce((best, one) => (one.costNano < best.costNano ? one : best));
}
