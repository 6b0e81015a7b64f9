import type { ModelId } from '#bandit';
import type { Features } from '../features.js';
import { CrossFittedRegression, valueOf, type Line } from './cross-fitted-regression.js';
import { PlattScaling } from './platt-scaling.js';
import { UntaughtModelError, type SelectExample } from './select-example.js';
import type { SelectSettings } from './select-settings.js';

/**
 * Which models will answer a query right: a multi-label classifier with one output a model
 * (SelectLLM, arXiv 2408.08545, whose is a fine-tuned RoBERTa), here ridge regressions on hashed words
 * with Platt-scaled confidences. A history in which not all models were asked each query will do.
 */
export class SuccessClassifier {
  /** @param lines by the model's index */
  constructor(
    readonly lines: readonly Line[],
    readonly scaling: PlattScaling,
  ) {}

  /** The chance of each model to answer right, in (0, 1), by its index. */
  confidences(features: Features): Float64Array {
    return Float64Array.from(this.lines, (line, model) =>
      this.scaling.confidence(model, valueOf(line, features)),
    );
  }
}

/**
 * Learns which models succeed, and of each example and model what would have been believed if it had
 * not been seen.
 * @throws {UntaughtModelError} for a model without a known reward
 */
export function learntClassifier(
  models: readonly ModelId[],
  examples: readonly SelectExample[],
  rows: readonly Features[],
  precisions: Float64Array,
  { folds, successAt }: SelectSettings,
): { classifier: SuccessClassifier; heldOut: readonly Float64Array[] } {
  const rights = models.map((model) => {
    const own = Float64Array.from(examples, ({ outcomes }) => {
      const reward = outcomes.get(model)?.reward ?? null;
      return reward === null ? NaN : Number(reward >= successAt);
    });
    if (own.every(Number.isNaN)) throw new UntaughtModelError(model, 'reward');
    return own;
  });
  const regressions = rights.map((own) => new CrossFittedRegression(rows, own, precisions, folds));
  const scaling = PlattScaling.learnt(
    regressions.map(({ heldOut }, model) => ({
      estimates: heldOut,
      rights: rights[model] as Float64Array,
    })),
  );
  return {
    classifier: new SuccessClassifier(
      regressions.map(({ line }) => line),
      scaling,
    ),
    heldOut: examples.map((_, row) =>
      Float64Array.from(regressions, ({ heldOut }, model) =>
        scaling.confidence(model, heldOut[row] as number),
      ),
    ),
  };
}
