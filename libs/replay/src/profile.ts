/** A world in a few figures: what its tasks ask, and how each model does on each of them. */
export interface Profile {
  /**
   * In [0, 1]: the probability that a model's luck on a query is the query's own, the same for all
   * models. At 0 models fail independently; the higher, the more they fail together.
   */
  readonly sharedLuck: number;
  readonly tasks: Readonly<Record<string, TaskProfile>>;
  readonly models: Readonly<Record<string, ModelProfile>>;
}

export interface TaskProfile {
  /** The mean length of a query, in tokens, and the standard deviation of its logarithm. */
  readonly inputTokens: number;
  readonly inputSpread: number;
  /** Of a classification: what it chooses from, each as often. Answers name one of them. */
  readonly labels?: readonly string[] | undefined;
  /** The profile's, unless it has its own. */
  readonly sharedLuck?: number | undefined;
}

export interface ModelProfile {
  readonly price: {
    readonly inputUsdPerMillionTokens: number;
    readonly outputUsdPerMillionTokens: number;
  };
  readonly latency: {
    readonly firstTokenMs: number;
    readonly perTokenMs: number;
    /** The standard deviation of the latency's logarithm. */
    readonly spread: number;
  };
  /** Of every task of the profile. */
  readonly tasks: Readonly<Record<string, Skill>>;
}

/** How a model does on a task. */
export interface Skill {
  /** The share of queries that it answers right: they score 1, the others 0. */
  readonly score: number;
  /** The mean length of an answer, in tokens, and the standard deviation of its logarithm. */
  readonly outputTokens: number;
  readonly outputSpread: number;
}
