/** How the rewards of the calls make the reward of the round. */
export type RewardModelName = 'any-win' | 'sum-up' | 'all-in';
