import { setsOf, type ModelId, type RewardModel } from '#bandit';
import type { Forecast } from './forecaster.js';
import type { Sample } from './sample.js';

/** What may be asked of every query. */
export interface ChoiceTerms {
  readonly rewardModel: RewardModel;
  /** N: exactly, or at most, so many models a query. */
  readonly size: number;
  /** Whether a combination keeps the rules; without it all do. */
  readonly allows?: (combination: readonly ModelId[]) => boolean;
}

/** What a combination made of a query that all needed models were asked. */
export interface Played {
  readonly reward: number;
  /** Null where a cost is not known. */
  readonly costNano: number | null;
}

/** More combinations are not listed: those of the models that promise most are. */
const MOST_CHOICES = 1_000;

/** No combination of the models may be asked. */
export class NoChoiceError extends Error {
  override readonly name = 'NoChoiceError';
}

/**
 * The combinations that a query may be given to, in call order, as columns of values and costs. The
 * value of a combination is its reward in [0, 1], for sum-up the mean of its models', and its cost is
 * what is expected to be paid: in a cascade, of a later model only what the failures before it leave.
 */
export class Choices {
  /** Indices of models, in call order. */
  readonly combinations: readonly (readonly number[])[];
  private readonly perModel: number;

  /**
   * @param models in the order in which a cascade asks them
   * @throws {NoChoiceError} if the rules leave no combination
   */
  constructor(
    readonly models: readonly ModelId[],
    private readonly terms: ChoiceTerms,
  ) {
    const { rewardModel, size, allows = () => true } = terms;
    const namesOf = (set: readonly number[]) => set.map((index) => models[index] as ModelId);
    const sets = function* () {
      for (const set of setsOf(models.length, size, rewardModel.exactly))
        if (allows(namesOf(set))) yield set;
    };
    this.combinations = [...first(sets(), MOST_CHOICES)];
    this.perModel = rewardModel.name === 'sum-up' ? size : 1;
    if (this.combinations.length === 0)
      throw new NoChoiceError(
        `no combination of ${size} of ${models.length} models may be asked: give more models, or change the rules`,
      );
  }

  get count(): number {
    return this.combinations.length;
  }

  namesOf(choice: number): readonly ModelId[] {
    return (this.combinations[choice] as readonly number[]).map(
      (index) => this.models[index] as ModelId,
    );
  }

  /** Writes what every choice is worth and costs for a query into arrays of `count` numbers. */
  appraise({ rewards, costsNano }: Forecast, values: Float64Array, costs: Float64Array): void {
    const { rewardModel } = this.terms;
    this.combinations.forEach((combination, choice) => {
      let reward = rewardModel.none;
      let cost = 0;
      for (const model of combination) {
        cost += (rewardModel.cascade ? 1 - reward : 1) * (costsNano[model] as number);
        reward = rewardModel.with(reward, rewards[model] as number);
      }
      values[choice] = reward / this.perModel;
      costs[choice] = cost;
    });
  }

  /**
   * What a choice earned and cost a query whose outcomes are known.
   * @param foreseen stands in for later models of a cascade that were not asked: else, of those that
   *   failed at first, only the ones that somebody went on with would count
   * @returns null where a reward that it depends on is not known
   */
  play(
    choice: number,
    { outcomes }: Pick<Sample, 'outcomes'>,
    foreseen: Forecast | null = null,
  ): Played | null {
    const { rewardModel } = this.terms;
    let reward = rewardModel.none;
    let costNano: number | null = 0;
    let reached = 1;
    for (const [position, index] of (this.combinations[choice] as readonly number[]).entries()) {
      const outcome = outcomes.get(this.models[index] as ModelId);
      const standIn = rewardModel.cascade && position > 0 ? foreseen?.rewards[index] : undefined;
      const known = outcome?.reward ?? standIn;
      if (known === undefined) return null;
      const cost = outcome?.costNano ?? foreseen?.costsNano[index];
      costNano = costNano === null || cost === undefined ? null : costNano + reached * cost;
      reward = rewardModel.with(reward, known);
      if (rewardModel.cascade && reward >= 1) break;
      if (outcome?.reward == null) reached *= 1 - known;
    }
    return { reward: reward / this.perModel, costNano };
  }
}

/**
 * Models in the order in which a cascade asks them: most reward a dollar first, by the means of what
 * is known of each.
 */
export function inCallOrder(models: readonly ModelId[], samples: readonly Sample[]): ModelId[] {
  const worth = new Map(
    models.map((model) => {
      const known = samples.map(({ outcomes }) => outcomes.get(model));
      const reward = meanOf(known.map((outcome) => outcome?.reward ?? null));
      const cost = meanOf(known.map((outcome) => outcome?.costNano ?? null));
      return [model, reward / Math.max(1, cost)];
    }),
  );
  return models.toSorted((left, right) => (worth.get(right) ?? 0) - (worth.get(left) ?? 0));
}

function meanOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}

function* first<T>(items: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const item of items) {
    if (count === most) return;
    count += 1;
    yield item;
  }
}
