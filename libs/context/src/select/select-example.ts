import type { LearnerQuery, ModelId } from '#bandit';

/** What one model made of one query. Null is what is not known. */
export interface SelectOutcome {
  /** In [0, 1]. */
  readonly reward: number | null;
  /** Above 0. */
  readonly latencyMs: number | null;
  readonly outputTokens: number | null;
  /** Nano-dollars from 0. */
  readonly costNano: number | null;
  /** What it votes for: answers that say the same are the same text. */
  readonly answer: string | null;
}

/** A query of the past and what the models that were asked made of it. */
export interface SelectExample {
  readonly query: LearnerQuery;
  /** Also of those that were to be asked, if an earlier one had not succeeded: nothing is known of them. */
  readonly outcomes: ReadonlyMap<ModelId, SelectOutcome>;
}

/** Nothing is known of a model, so nothing can be foreseen of it. */
export class UntaughtModelError extends Error {
  override readonly name = 'UntaughtModelError';

  constructor(
    readonly model: ModelId,
    readonly what: 'reward' | 'latency' | 'cost',
  ) {
    super(
      `no ${what} of model ${model} is known: ask it some queries first, import outcomes of it, ` +
        `or leave it out`,
    );
  }
}
