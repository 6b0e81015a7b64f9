import type { LearnerQuery, ModelId, ModelOffer } from '#bandit';

/** A world that a learner can be played in, over and over. */
export interface Environment {
  readonly models: readonly ModelId[];
  /** A fresh run of so many rounds; the same seed gives the same queries and the same luck. */
  episode(seed: number, rounds: number): Episode;
}

/** One run through an environment, a round at a time. */
export interface Episode {
  /** Goes to a round, 1-based, in order: what follows is about its query. */
  advance(round: number): void;
  readonly query: LearnerQuery;
  /** The query's own name, for logs. */
  readonly queryId: string;
  /** The models with their prices of this round. */
  readonly offers: readonly ModelOffer[];
  /** What the model makes of the query: a score in [0, 1] and a cost in whole nano-dollars. */
  scoreOf(model: number): number;
  costNanoOf(model: number): number;
  /**
   * What a round counts in the regret: its reward, or where means are known the expected reward of
   * its combination (pseudo-regret).
   */
  worthOf(combination: readonly ModelId[], reward: number): number;
}
