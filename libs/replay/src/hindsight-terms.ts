import type { RewardModelName } from '#bandit';

/** A reward model that the scores of a query's calls decide by themselves. */
export type ScoredRewardModel = Exclude<RewardModelName, 'vote'>;

/** Under which rules hindsight looks for the best. */
export interface HindsightTerms {
  /**
   * What a query earns by the scores of the models asked. `any-win`: the score of the answer that is
   * served, the first success's or else the best, so 1 or 0 where scores are 1 or 0; `sum-up`: their
   * sum; `all-in`: their product.
   */
  readonly rewardModel: ScoredRewardModel;
  /** How many models a query is asked of: at most so many for `any-win`, else exactly. */
  readonly size: number;
  /** An answer succeeds if its score is at least this. */
  readonly successAt: number;
  /**
   * `cascade` (any-win alone): in order, up to the first success, and only these are paid. `whole`:
   * all of the combination are asked and paid.
   */
  readonly charge: 'cascade' | 'whole';
}

/** A combination, with what it earns and costs on average over a table's queries. */
export interface CombinationFigures {
  /** In call order. */
  readonly models: readonly string[];
  readonly reward: number;
  readonly costNano: number;
}
