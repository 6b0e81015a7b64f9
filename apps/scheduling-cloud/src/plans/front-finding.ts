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
    };
  }
}

/** What the caller can put right, in words; undefined for a fault of ours. */
export function frontRefusal(error: unknown): string | undefined {
  return error instanceof NoHistoryError || error instanceof NoChoiceError
    ? error.message
    : undefined;
}

/** Evenly, both ends among them. */
function thinned(points: readonly FrontPoint[]): FrontPoint[] {
  if (points.length <= MOST_POINTS) return [...points];
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from(
    { length: MOST_POINTS },
    (_, at) => points[Math.round(at * step)] as FrontPoint,
  );
}
