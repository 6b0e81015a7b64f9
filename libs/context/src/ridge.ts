import { conjugateGradients } from './conjugate-gradients.js';
import type { Features } from './features.js';

/** What a regression says of a query. */
export interface Estimate {
  readonly mean: number;
  /** The variance of the mean, in units of the noise's. */
  readonly variance: number;
}

/**
 * A linear model with Gaussian weights of mean 0, which learns one observation at a time and knows
 * its uncertainty: ridge regression, with the covariance kept as a diagonal (the Kalman filter's
 * update without its off-diagonal terms; AROW's diagonal, Crammer et al. 2009). So an update
 * and an estimate take as long as the query has features. Variances are in units of the noise's.
 */
export class Ridge {
  readonly weights: Float32Array;
  readonly variances: Float32Array;

  /** @param priors the variance of each weight before the first observation, above 0 */
  constructor(private readonly priors: Float32Array) {
    this.weights = new Float32Array(priors.length);
    this.variances = priors.slice();
  }

  /** @param from features before this one are left out */
  estimate({ indices, values }: Features, from = 0): Estimate {
    const { weights, variances } = this;
    let mean = 0;
    let variance = 0;
    for (let at = from; at < indices.length; at += 1) {
      const index = indices[at] as number;
      const value = values[at] as number;
      mean += value * (weights[index] as number);
      variance += value * value * (variances[index] as number);
    }
    return { mean, variance };
  }

  /**
   * Moves the weights of a query's features against an error, each by its uncertainty.
   * @param share the part of the error that is not noise, for each unit of variance: `1 / (1 + v)`
   *   where `v` is the variance of the whole estimate that was wrong
   */
  correct({ indices, values }: Features, error: number, share: number): void {
    const { weights, variances } = this;
    for (let at = 0; at < indices.length; at += 1) {
      const index = indices[at] as number;
      const known = (variances[index] as number) * (values[at] as number);
      weights[index] = (weights[index] as number) + share * known * error;
      variances[index] = (variances[index] as number) - share * known * known;
    }
  }

  /** Moves the weights of a query's features, each by its uncertainty, and gets no more certain. */
  move({ indices, values }: Features, by: number): void {
    const { weights, variances } = this;
    for (let at = 0; at < indices.length; at += 1) {
      const index = indices[at] as number;
      const step = by * (variances[index] as number) * (values[at] as number);
      weights[index] = (weights[index] as number) + step;
    }
  }

  /**
   * Forgets a part of what was known of a query's features; none gets less certain than at first.
   * @param retention the part that still counts, in (0, 1]
   */
  fade({ indices }: Features, retention: number): void {
    const { variances, priors } = this;
    for (const index of indices) {
      const faded = (variances[index] as number) / retention;
      variances[index] = Math.min(priors[index] as number, faded);
    }
  }

  /**
   * Starts from many observations at once: the weights are exactly the ridge regression's, the
   * variance of each is what it were if the others were known.
   */
  fit(rows: readonly Features[], targets: ArrayLike<number>): void {
    const precisions = Float64Array.from(this.priors, (variance) => 1 / variance);
    this.weights.set(conjugateGradients(rows, targets, precisions));
    for (const { indices, values } of rows) {
      for (let at = 0; at < indices.length; at += 1) {
        const index = indices[at] as number;
        precisions[index] = (precisions[index] as number) + (values[at] as number) ** 2;
      }
    }
    this.variances.set(precisions.map((precision) => 1 / precision));
  }
}
