import { randomOf, type RewardModel } from '#bandit';
import {
  accuracyAt,
  Choices,
  Forecaster,
  Front,
  inCallOrder,
  invertedGenerationalDistance,
  Ladders,
  Reliability,
  savingAt,
  trueFront,
  type CostAccuracy,
  type ForecastSettings,
  type FrontPoint,
  type Played,
  type Sample,
} from '#allocation';
import { bestSingleOf, knownOf, type BestSingle } from './hindsight.js';
import type { RecordedBatch } from './recorded-batch.js';

/** What a batch is planned by. */
export interface PlanTerms {
  readonly rewardModel: RewardModel;
  readonly size: number;
  readonly settings: ForecastSettings;
  /** A direct question, besides the front: nano-dollars of the batch at most, or accuracy at least. */
  readonly question: { readonly budgetNano: number } | { readonly accuracy: number } | null;
}

/** A point as it was foreseen, and as it came true. Dollars of the whole batch. */
export interface PlannedPoint extends CostAccuracy {
  readonly predictedAccuracy: number;
  readonly low: number;
  readonly high: number;
  readonly predictedCostUsd: number;
  readonly by: FrontPoint['by'];
}

/** One seed's plan, and what hindsight says of it. */
export interface SeedPlan {
  readonly front: readonly PlannedPoint[];
  readonly answer: PlannedPoint | null;
  readonly bestSingle: BestSingle;
  readonly trueFront: readonly CostAccuracy[];
  readonly saving: number;
  readonly accuracyAtCost: number;
  readonly igd: number;
  readonly igdNormalised: number;
  /** The part of the front's intervals that hold what came true. */
  readonly covered: number;
  readonly alpha: number;
}

/**
 * Plans a recorded batch and plays every point of its front.
 * @throws {UnaffordableError | UnreachableError} for a question that has no answer
 */
export function planSeed(
  { models, samples, batch }: RecordedBatch,
  { rewardModel, size, settings, question }: PlanTerms,
  seed: number,
): SeedPlan {
  const forecaster = new Forecaster(
    inCallOrder(models, samples),
    samples,
    settings,
    randomOf(seed),
  );
  const choices = new Choices(forecaster.models, { rewardModel, size });
  const front = new Front(
    laddersOf(batch, forecaster, choices),
    new Reliability(forecaster, choices),
  );
  const points = playedPoints(front.points, choices, batch);
  const known = batch.map((query) => knownOf(query, models));
  const bestSingle = bestSingleOf(models, known);
  const truth = trueFront(known);
  return {
    front: points,
    answer: playedPoints(answers(front, question), choices, batch)[0] ?? null,
    bestSingle,
    trueFront: truth,
    saving: savingAt(points, bestSingle),
    accuracyAtCost: accuracyAt(points, bestSingle.costUsd),
    igd: invertedGenerationalDistance(truth, points),
    igdNormalised: invertedGenerationalDistance(truth, points, { normalised: true }),
    covered:
      points.filter(({ accuracy, low, high }) => low <= accuracy && accuracy <= high).length /
      points.length,
    alpha: forecaster.alpha,
  };
}

function answers(front: Front, question: PlanTerms['question']): FrontPoint[] {
  if (question === null) return [];
  if ('budgetNano' in question) return [front.questions.withinBudget(question.budgetNano)];
  return [front.questions.reaching(question.accuracy)];
}

function laddersOf(batch: readonly Sample[], forecaster: Forecaster, choices: Choices): Ladders {
  const ladders = new Ladders();
  const values = new Float64Array(choices.count);
  const costs = new Float64Array(choices.count);
  for (const { query } of batch) {
    choices.appraise(forecaster.of(query), values, costs);
    ladders.add(values, costs);
  }
  return ladders;
}

/** Plays every point; each query's choice is played once, however many points make it. */
function playedPoints(
  points: readonly FrontPoint[],
  choices: Choices,
  batch: readonly Sample[],
): PlannedPoint[] {
  const rewards = new Float64Array(points.length);
  const costsNano = new Float64Array(points.length);
  batch.forEach((query, at) => {
    const played = new Map<number, Played | null>();
    points.forEach((point, place) => {
      const choice = point.choices[at] as number;
      let one = played.get(choice);
      if (one === undefined) played.set(choice, (one = choices.play(choice, query)));
      rewards[place] = (rewards[place] as number) + (one?.reward ?? 0);
      costsNano[place] = (costsNano[place] as number) + (one?.costNano ?? 0);
    });
  });
  return points.map(({ accuracy, low, high, costNano, by }, place) => ({
    predictedAccuracy: accuracy,
    low,
    high,
    accuracy: (rewards[place] as number) / batch.length,
    predictedCostUsd: costNano / 1e9,
    costUsd: (costsNano[place] as number) / 1e9,
    by,
  }));
}
