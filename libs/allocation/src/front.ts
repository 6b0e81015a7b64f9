import type { Allocation } from './allocation.js';
import type { Choices } from './choices.js';
import { destroyAndRepair } from './destroy-and-repair.js';
import { clamped, intervalOf, rising, type FrontPoint } from './front-point.js';
import { FrontQuestions, type Corrected, type FixedPoint } from './front-questions.js';
import type { Ladders } from './ladders.js';
import type { Reliability } from './reliability.js';
import { Sweep } from './sweep.js';

/** Supported points that are kept: half spread evenly over accuracy, half over the logarithm of cost. */
const SUPPORTED = 100;

/** What can be had of a batch for which money. */
export class Front {
  /** Ascending in cost and accuracy; the first is the cheapest, the last the most accurate. */
  readonly points: readonly FrontPoint[];
  /** What a budget buys, and what an accuracy costs. */
  readonly questions: FrontQuestions;

  /** @param ladders of at least one query */
  constructor(
    private readonly ladders: Ladders,
    reliability: Reliability,
  ) {
    const sweep = new Sweep(ladders);
    const supported = spread(sweep);
    const corrected = correctedAt(supported, sweep, reliability);
    const questions = new FrontQuestions(sweep, corrected, fixedPoints(ladders, reliability));
    this.questions = questions;
    const found = undominated([
      ...supported.map((point) => ({ by: 'sweep' as const, allocation: sweep.at(point) })),
      ...this.repaired(sweep),
    ]).map(({ by, allocation }) => questions.pointOf(by, allocation));
    this.points = rising([...questions.fixedPoints, ...found]);
  }

  private repaired(sweep: Sweep) {
    return Array.from(destroyAndRepair(this.ladders))
      .filter(({ value, costNano }) => {
        const point = sweep.within(costNano);
        return value > (sweep.values[point] ?? Infinity);
      })
      .map((allocation) => ({ by: 'repair' as const, allocation }));
  }
}

function correctedAt(points: readonly number[], sweep: Sweep, reliability: Reliability): Corrected {
  const { queries } = sweep.ladders;
  const corrections = points.map((point) => reliability.at(sweep.priceAfter(point)));
  const values = points.map((point) => sweep.values[point] as number);
  const costs = points.map((point) => sweep.costs[point] as number);
  return {
    points,
    values,
    accuracies: corrections.map(({ shift }, at) =>
      clamped((values[at] as number) / queries + shift),
    ),
    stderrs: corrections.map(({ stderr }) => stderr),
    costs,
    correctedCosts: corrections.map(({ costRatio }, at) => (costs[at] as number) * costRatio),
  };
}

/** Up to so many choices are each looked at for all queries; of more, those of one model. */
const FIXED_CHOICES = 64;

function fixedPoints(
  { queries, everyValue, everyCost }: Ladders,
  reliability: Reliability,
): FixedPoint[] {
  const wanted = fixedChoices(reliability.choices);
  return reliability.ofEach(wanted).map(({ shift, stderr, costRatio }, at) => {
    const choice = wanted[at] as number;
    const accuracy = clamped((everyValue[choice] as number) / queries + shift);
    const costNano = Math.round((everyCost[choice] as number) * costRatio);
    return { choice, accuracy, ...intervalOf(accuracy, stderr, queries), costNano };
  });
}

function fixedChoices({ combinations }: Choices): number[] {
  const all = [...combinations.keys()];
  if (all.length <= FIXED_CHOICES) return all;
  return all.filter((choice) => combinations[choice]?.length === 1);
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
