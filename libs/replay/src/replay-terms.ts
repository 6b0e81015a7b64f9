import type { Charge } from '#bandit';
import type { ScoredRewardModel } from './hindsight-terms.js';

/**
 * What a replay asks of a round. A call succeeds with the probability of its score. Rewards: any-win
 * 1 if a call succeeded (with a size of 1 the score itself), sum-up the sum of the scores, all-in
 * their product.
 */
export interface ReplayTerms {
  readonly rewardModel: ScoredRewardModel;
  /** N: at most so many models for any-win, else exactly so many. */
  readonly size: number;
  /** `cascade`: any-win calls in order up to the first success, and pays and observes only those. */
  readonly charge: Charge;
}

/** Whether calls end at the first success. */
export function isCascade({ rewardModel, charge }: ReplayTerms): boolean {
  return rewardModel === 'any-win' && charge === 'cascade';
}
