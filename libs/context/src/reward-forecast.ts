import type { ModelId } from '#bandit';
import type { Features } from './features.js';
import { PLAIN_CONSTANT } from './featurizer.js';
import { ModelRidges, type Row } from './model-ridges.js';
import type { Estimate } from './ridge.js';

/** What is known of a model's rewards beside the regression. */
export interface RewardTally {
  readonly count: number;
  /** The sum of squares of what the regression was wrong by, each before it learnt it. */
  readonly squaredErrors: number;
}

/** What a model is expected to earn with a query. */
export interface ExpectedReward {
  /** In [0, 1]. */
  readonly mean: number;
  /** The standard deviation of an observed reward around what was expected. */
  readonly noise: number;
  /** The standard deviation of what the query's content adds to the model's own mean. */
  readonly spread: number;
  /** How many observations like any other the model's level is known from, above 0. */
  readonly evidence: number;
}

const NEVER: RewardTally = { count: 0, squaredErrors: 0 };

/** Before any reward, a call is as likely to succeed as not; its noise counts as much as so many. */
const PRIOR_REWARD = 0.5;
const PRIOR_NOISE_VARIANCE = 0.25;
const NOISE_WEIGHT = 2;

/** The rewards of every model, regressed on the query's features. */
export class RewardForecast {
  readonly ridges: ModelRidges;
  readonly tallies = new Map<ModelId, RewardTally>();

  constructor(commonPriors: Float32Array, ownPriors: Float32Array) {
    this.ridges = new ModelRidges(commonPriors, ownPriors);
  }

  tallyOf(model: ModelId): RewardTally {
    return this.tallies.get(model) ?? NEVER;
  }

  /** What all models have in common with this query, to be handed to `of` for each of them. */
  common(features: Features): Estimate {
    return this.ridges.common.estimate(features);
  }

  of(model: ModelId, features: Features, common: Estimate): ExpectedReward {
    const { count, squaredErrors } = this.tallyOf(model);
    const own = this.ridges.knownOf(model);
    const { mean, variance } = own.estimate(features);
    const level = own.variances[PLAIN_CONSTANT] as number;
    const noiseVariance =
      (NOISE_WEIGHT * PRIOR_NOISE_VARIANCE + squaredErrors) / (NOISE_WEIGHT + count);
    return {
      mean: Math.min(1, Math.max(0, PRIOR_REWARD + common.mean + mean)),
      noise: Math.sqrt(noiseVariance),
      spread: Math.sqrt(noiseVariance * Math.max(0, variance - level)),
      evidence: 1 / level,
    };
  }

  /** @param reward in [0, 1] */
  learn(model: ModelId, features: Features, reward: number, retention: number): void {
    const target = reward - PRIOR_REWARD;
    const error = target - this.ridges.learn(model, features, target, retention).mean;
    const { count, squaredErrors } = this.tallyOf(model);
    this.tallies.set(model, { count: count + 1, squaredErrors: squaredErrors + error * error });
  }

  /** Corrects a reward that was learnt before. @param reward in [0, 1], as is `old` */
  replace(model: ModelId, features: Features, old: number, reward: number): void {
    const { mean } = this.ridges.common.estimate(features);
    const expected = PRIOR_REWARD + mean + this.ridges.knownOf(model).estimate(features).mean;
    const change = (reward - expected) ** 2 - (old - expected) ** 2;
    const { count, squaredErrors } = this.tallyOf(model);
    this.tallies.set(model, { count, squaredErrors: Math.max(0, squaredErrors + change) });
    this.ridges.amend(model, features, reward - old);
  }

  /** @param rows rewards in [0, 1] by model */
  fit(rows: ReadonlyMap<ModelId, readonly Row[]>): void {
    const centred = new Map(
      Array.from(rows, ([model, own]) => [
        model,
        own.map(({ features, target }) => ({ features, target: target - PRIOR_REWARD })),
      ]),
    );
    this.ridges.fit(centred);
    for (const [model, own] of centred) {
      const ridge = this.ridges.ownOf(model);
      const squaredErrors = own.reduce((sum, { features, target }) => {
        const error = target - this.common(features).mean - ridge.estimate(features).mean;
        return sum + error * error;
      }, 0);
      this.tallies.set(model, { count: own.length, squaredErrors });
    }
  }
}
