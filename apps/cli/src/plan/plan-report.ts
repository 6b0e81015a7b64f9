import type { CostAccuracy } from '#allocation';
import { estimateOf, type Estimate } from '#replay';
import type { PlannedPoint, SeedPlan } from './plan-seed.js';

/** What `--json` prints. Costs are totals of the batch; figures are over seeds. */
export interface PlanReport {
  /** Of the first seed, as are the best single model, the true front and the answer. */
  readonly front: readonly PlannedPoint[];
  /** To `--budget` or `--accuracy`. */
  readonly answer?: PlannedPoint;
  readonly bestSingle: SeedPlan['bestSingle'];
  /** Read off the front in hindsight. */
  readonly savingAtBestSingleAccuracy: Estimate;
  readonly accuracyAtBestSingleCost: Estimate;
  /** Dollars and accuracies as they are. */
  readonly igd: Estimate;
  /** Both divided by their range over the true front. */
  readonly igdNormalised: Estimate;
  /** The part of the front's 95% intervals that hold the accuracy that came true. */
  readonly intervalCoverage: Estimate;
  /** At most some 200 points of it. */
  readonly trueFront: readonly CostAccuracy[];
  readonly train: number;
  readonly batch: number;
  readonly seeds: number;
  /** Of all seeds, from reading the data on. */
  readonly wallMs: number;
}

/** Points of the true front that are printed. */
const TRUE_POINTS = 200;

/** @param plans of each seed, at least one */
export function planReport(
  plans: readonly SeedPlan[],
  { train, batch }: { readonly train: number; readonly batch: number },
  wallMs: number,
): PlanReport {
  const [first] = plans;
  if (first === undefined) throw new RangeError('there must be a seed');
  const over = (figure: (plan: SeedPlan) => number) => estimateOf(plans.map(figure));
  return {
    front: first.front,
    ...(first.answer && { answer: first.answer }),
    bestSingle: first.bestSingle,
    savingAtBestSingleAccuracy: over(({ saving }) => saving),
    accuracyAtBestSingleCost: over(({ accuracyAtCost }) => accuracyAtCost),
    igd: over(({ igd }) => igd),
    igdNormalised: over(({ igdNormalised }) => igdNormalised),
    intervalCoverage: over(({ covered }) => covered),
    trueFront: thinned(first.trueFront, TRUE_POINTS),
    train,
    batch,
    seeds: plans.length,
    wallMs: Math.round(wallMs),
  };
}

/** About so many of the points, evenly, both ends among them. */
export function thinned<T>(points: readonly T[], most: number): T[] {
  const step = Math.max(1, Math.ceil((points.length - 1) / (most - 1)));
  return points.filter((_, at) => at % step === 0 || at === points.length - 1);
}
