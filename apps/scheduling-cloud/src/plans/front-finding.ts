import { keepsRules, randomOf, rewardModels, type CombinationRules, type ModelId } from '#bandit';
import {
  Choices,
  Forecaster,
  forecastSettings,
  Front,
  inCallOrder,
  Ladders,
  NoChoiceError,
  NoHistoryError,
  Reliability,
  type FrontPoint,
  type Sample,
} from '#allocation';
import { packedGround } from './packed-ground.js';
import type { Task } from '../tasks/task.js';

/** What a batch is planned by; can be sent to a thread. */
export interface FrontTerms {
  readonly models: readonly ModelId[];
  readonly rewardModel: Task['rewardModel'];
  readonly size: number;
  readonly rules: CombinationRules | null;
  readonly samples: readonly Sample[];
  readonly seed: number;
}

/** A front with the models of each choice, in call order. */
export interface FoundChoices {
  readonly combinations: readonly (readonly ModelId[])[];
  readonly points: readonly FrontPoint[];
  /** What direct questions are answered from. */
  readonly ground: Uint8Array;
}

/** Points that are kept of a front: each holds a choice of every query. */
const MOST_POINTS = 60;

/** Finds the front of a batch that comes in parts, of which none is kept. */
export class FrontFinding {
  private readonly forecaster: Forecaster;
  private readonly choices: Choices;
  private readonly ladders = new Ladders();
  private readonly values: Float64Array;
  private readonly costs: Float64Array;

  /** @throws {NoHistoryError | NoChoiceError} */
  constructor({ models, rewardModel, size, rules, samples, seed }: FrontTerms) {
    const settings = forecastSettings();
    const ordered = inCallOrder(models, samples);
    this.forecaster = new Forecaster(ordered, samples, settings, randomOf(seed));
    this.choices = new Choices(ordered, {
      rewardModel: rewardModels[rewardModel],
      size,
      ...(rules && { allows: (combination) => keepsRules(combination, rules) }),
    });
    this.values = new Float64Array(this.choices.count);
    this.costs = new Float64Array(this.choices.count);
  }

  add(texts: readonly string[]): void {
    for (const text of texts) {
      this.choices.appraise(this.forecaster.of({ text }), this.values, this.costs);
      this.ladders.add(this.values, this.costs);
    }
  }

  found(): FoundChoices {
    const front = new Front(this.ladders, new Reliability(this.forecaster, this.choices));
    return {
      combinations: this.choices.combinations.map((_, choice) => this.choices.namesOf(choice)),
      points: thinned(front.points),
      ground: packedGround(front.questions.packed()),
    };
  }
}

/** What the caller can put right, in words; undefined for a fault of ours. */
export function frontRefusal(error: unknown): string | undefined {
  return error instanceof NoHistoryError || error instanceof NoChoiceError
    ? error.message
    : undefined;
}

/** Evenly, both ends among them, and those that give all queries to the same models. */
function thinned(points: readonly FrontPoint[]): FrontPoint[] {
  if (points.length <= MOST_POINTS) return [...points];
  const fixed = points.filter(({ by }) => by === 'fixed').slice(0, MOST_POINTS / 2);
  const evenly = MOST_POINTS - fixed.length;
  const step = (points.length - 1) / (evenly - 1);
  const kept = new Set([
    ...fixed,
    ...Array.from({ length: evenly }, (_, at) => points[Math.round(at * step)] as FrontPoint),
  ]);
  return points.filter((point) => kept.has(point));
}
