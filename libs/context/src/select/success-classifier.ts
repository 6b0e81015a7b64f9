import type { ModelId } from '#bandit';
import type { Features } from '../features.js';
import { CrossFittedRegression } from './cross-fitted-regression.js';
import { PlattScaling } from './platt-scaling.js';
import { UntaughtModelError, type SelectExample } from './select-example.js';
import type { SelectSettings } from './select-settings.js';

/**
 * Which models will answer a query right: a multi-label classifier with one output a model
 * (SelectLLM, arXiv 2408.08545, whose is a fine-tuned RoBERTa), here ridge regressions on hashed words
 * with Platt-scaled confidences. A history in which not all models were asked each query will do.
 */
export class SuccessClassifier {
  /** Of each example and model: what would have been believed if it had not been seen. */
  readonly heldOut: readonly Float64Array[];
  /** Of each model and example: 1 where it succeeded, 0 where not, NaN where unknown. */
  readonly rights: readonly Float64Array[];
  private readonly regressions: readonly CrossFittedRegression[];
  private readonly scaling: PlattScaling;

  /** @throws {UntaughtModelError} for a model without a known reward */
  constructor(
    models: readonly ModelId[],
    examples: readonly SelectExample[],
    rows: readonly Features[],
    precisions: Float64Array,
    { folds, successAt }: SelectSettings,
  ) {
    this.rights = models.map((model) => {
      const rights = Float64Array.from(examples, ({ outcomes }) => {
        const reward = outcomes.get(model)?.reward ?? null;
        return reward === null ? NaN : Number(reward >= successAt);
      });
      if (rights.every(Number.isNaN)) throw new UntaughtModelError(model, 'reward');
      return rights;
    });
    this.regressions = this.rights.map(
      (rights) => new CrossFittedRegression(rows, rights, precisions, folds),
    );
    const scored = this.regressions.map(({ heldOut }, model) => ({
      estimates: heldOut,
      rights: this.rights[model] as Float64Array,
    }));
    this.scaling = new PlattScaling(scored);
    this.heldOut = examples.map((_, row) =>
      this.confidencesOf((regression) => regression.heldOut[row] as number),
    );
  }

  /** The chance of each model to answer right, in (0, 1), by its index. */
  confidences(features: Features): Float64Array {
    return this.confidencesOf((regression) => regression.estimate(features));
  }

  private confidencesOf(estimate: (regression: CrossFittedRegression) => number): Float64Array {
    return Float64Array.from(this.regressions, (regression, model) =>
      this.scaling.confidence(model, estimate(regression)),
    );
  }
}
