import type { CostAccuracy, KnownOutcomes, Sample } from '#allocation';

/** A model that is asked every query. */
export interface BestSingle extends CostAccuracy {
  readonly model: string;
}

/** The one model that earns most with the whole batch, the cheaper one of equals. */
export function bestSingleOf(
  models: readonly string[],
  batch: readonly KnownOutcomes[],
): BestSingle {
  const singles = models.map((model, index) => ({
    model,
    accuracy:
      batch.reduce((sum, { rewards }) => sum + (rewards[index] as number), 0) / batch.length,
    costUsd: batch.reduce((sum, { costsNano }) => sum + (costsNano[index] as number), 0) / 1e9,
  }));
  return singles.reduce((best, one) =>
    one.accuracy > best.accuracy || (one.accuracy === best.accuracy && one.costUsd < best.costUsd)
      ? one
      : best,
  );
}

/** A query's outcomes, by the index of the model. */
export function knownOf({ outcomes }: Sample, models: readonly string[]): KnownOutcomes {
  const known = models.map((model) => outcomes.get(model));
  return {
    rewards: Float64Array.from(known, (outcome) => outcome?.reward ?? 0),
    costsNano: Float64Array.from(known, (outcome) => outcome?.costNano ?? 0),
  };
}
