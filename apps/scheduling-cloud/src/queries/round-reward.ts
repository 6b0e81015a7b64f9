import type { RewardModelName } from '#bandit';
import type { CallView } from './query-view.js';

/**
 * What a round earned: for any-win the reward of the answer served, for sum-up the sum of all, for
 * all-in their product. A failed call earns 0. Null while a reward that it takes is not known, and
 * for a round without an answer.
 */
export function roundReward(
  rewardModel: RewardModelName,
  served: string | null,
  calls: readonly Pick<CallView, 'model' | 'status' | 'reward'>[],
): number | null {
  if (served === null) return null;
  if (rewardModel === 'any-win') {
    return calls.find((call) => call.model === served)?.reward ?? null;
  }
  const rewards = calls.map((call) => (call.status === 'failed' ? 0 : call.reward));
  if (!rewards.every((reward) => reward !== null)) return null;
  return rewardModel === 'sum-up'
    ? rewards.reduce((sum, reward) => sum + reward, 0)
    : rewards.reduce((product, reward) => product * reward, 1);
}
