import type { RewardModelName } from '#bandit';
import type { VoteView } from '../votes/vote-view.js';
import type { CallView } from './query-view.js';

/**
 * What a round earned: for any-win and vote the reward of the answer served, for sum-up the sum of all, for
 * all-in their product. A failed call earns 0. Null while a reward that it takes is not known, and
 * for a round without an answer.
 */
export function roundReward(
  rewardModel: RewardModelName,
  served: string | null,
  calls: readonly Pick<CallView, 'model' | 'status' | 'reward'>[],
  vote: VoteView | null = null,
): number | null {
  if (served === null) return null;
  // Where all that was said spoke against its sayers, no answer's reward is that of the label.
  const isNamed = vote?.label == null || vote.votes.some(({ label }) => label === vote.label);
  if (!isNamed) return null;
  if (rewardModel === 'any-win' || rewardModel === 'vote') {
    return calls.find((call) => call.model === served)?.reward ?? null;
  }
  const rewards = calls.map((call) => (call.status === 'failed' ? 0 : call.reward));
  if (!rewards.every((reward) => reward !== null)) return null;
  return rewardModel === 'sum-up'
    ? rewards.reduce((sum, reward) => sum + reward, 0)
    : rewards.reduce((product, reward) => product * reward, 1);
}
