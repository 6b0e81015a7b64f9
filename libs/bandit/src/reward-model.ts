/** How the rewards of the calls make the reward of the round. */
export type RewardModelName = 'any-win' | 'sum-up' | 'all-in' | 'vote';

/**
 * A reward model, as a fold over the models of a combination. The order of the models never matters.
 * r(S; mu) of arXiv 2405.16587.
 */
export interface RewardModel {
  readonly name: RewardModelName;
  /** Exactly N models make a combination; else at most N and at least one. */
  readonly exactly: boolean;
  /** The models are asked in order up to the first success, and only those asked are paid. */
  readonly cascade: boolean;
  /** The reward of no model at all. */
  readonly none: number;
  /** The reward of a combination and one more model, whose mean reward is in [0, 1]. */
  with(reward: number, mean: number): number;
}

/** The reward that a combination of models with these mean rewards is expected to earn. */
export function rewardOf(rewardModel: RewardModel, means: readonly number[]): number {
  return means.reduce((reward, mean) => rewardModel.with(reward, mean), rewardModel.none);
}
