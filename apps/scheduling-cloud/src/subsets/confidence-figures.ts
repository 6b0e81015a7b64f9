import type { SelectExample, SubsetForecaster } from '#context';

/** How far confidences came true on rounds that were not learnt from. */
export interface ConfidenceFigures {
  /** Pairs of a query and a model whose answer is known to be right or wrong. */
  readonly answers: number;
  /** The mean squared error of the confidences; null where no answer is known. */
  readonly brier: number | null;
  /** The same of each model's mean, which knows nothing of the query. */
  readonly brierOfMeans: number | null;
}

export function confidenceFigures(
  forecaster: SubsetForecaster,
  earlier: readonly SelectExample[],
  latest: readonly SelectExample[],
  successAt: number,
): ConfidenceFigures {
  const { models } = forecaster;
  const rightOf = ({ outcomes }: SelectExample, model: string): number | null => {
    const reward = outcomes.get(model)?.reward ?? null;
    return reward === null ? null : Number(reward >= successAt);
  };
  const means = models.map((model) => {
    const known = earlier.flatMap((example) => rightOf(example, model) ?? []);
    return known.reduce((sum, right) => sum + right / known.length, 0);
  });
  const errors = latest.flatMap((example) => {
    const { confidences } = forecaster.of(example.query);
    return models.flatMap((model, at) => {
      const right = rightOf(example, model);
      if (right === null) return [];
      return [[(confidences[at] ?? 0) - right, (means[at] ?? 0) - right] as const];
    });
  });
  const square = (of: 0 | 1): number | null =>
    errors.length === 0
      ? null
      : errors.reduce((sum, error) => sum + error[of] ** 2 / errors.length, 0);
  return { answers: errors.length, brier: square(0), brierOfMeans: square(1) };
}
