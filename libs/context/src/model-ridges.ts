import type { ModelId } from '#bandit';
import type { Features } from './features.js';
import { Ridge, type Estimate } from './ridge.js';

/** One row of a batch: what a model made of a query. */
export interface Row {
  readonly features: Features;
  readonly target: number;
}

/**
 * A figure of every model as what all models have in common plus what is the model's own, each a
 * ridge regression (the hybrid linear model of LinUCB, Li et al. 2010). A hard query is hard for all:
 * without the common part, a model that is asked only where the others fail would look bad.
 */
export class ModelRidges {
  readonly common: Ridge;
  readonly own = new Map<ModelId, Ridge>();
  /** What is known of a model that was never seen. */
  private readonly unseen: Ridge;

  /** Variances of the weights before the first observation, in units of the noise's. */
  constructor(
    commonPriors: Float32Array,
    private readonly ownPriors: Float32Array,
  ) {
    this.common = new Ridge(commonPriors);
    this.unseen = new Ridge(ownPriors);
  }

  /** To be estimated with. */
  knownOf(model: ModelId): Ridge {
    return this.own.get(model) ?? this.unseen;
  }

  /** To be taught: made where there is none. */
  ownOf(model: ModelId): Ridge {
    const known = this.own.get(model);
    if (known !== undefined) return known;
    const ridge = new Ridge(this.ownPriors);
    this.own.set(model, ridge);
    return ridge;
  }

  /** @returns the estimate before the observation was learnt */
  learn(model: ModelId, features: Features, target: number, retention: number): Estimate {
    const { common } = this;
    const own = this.ownOf(model);
    if (retention < 1) {
      common.fade(features, retention);
      own.fade(features, retention);
    }
    const shared = common.estimate(features);
    const apart = own.estimate(features);
    const mean = shared.mean + apart.mean;
    const variance = shared.variance + apart.variance;
    common.correct(features, target - mean, 1 / (1 + variance));
    own.correct(features, target - mean, 1 / (1 + variance));
    return { mean, variance };
  }

  /**
   * Corrects a target that was learnt before by the difference: the weights move as far as what is
   * known by now allows. Exact where features are independent; the estimate never moves by more than
   * the difference.
   */
  amend(model: ModelId, features: Features, difference: number): void {
    const { common } = this;
    const own = this.ownOf(model);
    const variance = common.estimate(features).variance + own.estimate(features).variance;
    const share = 1 / Math.max(1, variance);
    common.move(features, share * difference);
    own.move(features, share * difference);
  }

  /** Starts from many observations: the common part first, from each query's mean; then each model's own. */
  fit(rows: ReadonlyMap<ModelId, readonly Row[]>): void {
    const means = meansByQuery([...rows.values()].flat());
    this.common.fit(
      means.map((row) => row.features),
      means.map((row) => row.target),
    );
    for (const [model, own] of rows) {
      const rests = own.map((row) => row.target - this.common.estimate(row.features).mean);
      this.ownOf(model).fit(
        own.map((row) => row.features),
        rests,
      );
    }
  }
}

/** Models' figures for one query are no observations apart: a row for each query, their mean. */
function meansByQuery(rows: readonly Row[]): Row[] {
  const sums = new Map<Features, { sum: number; count: number }>();
  for (const { features, target } of rows) {
    const { sum, count } = sums.get(features) ?? { sum: 0, count: 0 };
    sums.set(features, { sum: sum + target, count: count + 1 });
  }
  return Array.from(sums, ([features, { sum, count }]) => ({ features, target: sum / count }));
}
