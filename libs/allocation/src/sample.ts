import type { LearnerQuery, ModelId } from '#bandit';

/** What one model made of a query. Null is what is not known. */
export interface SampleOutcome {
  /** In [0, 1]. */
  readonly reward: number | null;
  /** Nano-dollars from 0. */
  readonly costNano: number | null;
}

/** A query of the past, or a labelled one, with the outcomes of the models that were asked. */
export interface Sample {
  readonly query: LearnerQuery;
  readonly outcomes: ReadonlyMap<ModelId, SampleOutcome>;
}

/** Nothing is known of a model, so nothing can be foreseen of it. */
export class NoHistoryError extends Error {
  override readonly name = 'NoHistoryError';

  constructor(
    readonly model: ModelId,
    what: 'reward' | 'cost',
  ) {
    super(
      `no ${what} of model ${model} is known: ask it some queries first, import outcomes of it, ` +
        `or leave it out`,
    );
  }
}
