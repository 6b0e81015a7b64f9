import { rewardModels, rewardOf, type ModelId } from '#bandit';
import type { SelectExample } from './select-example.js';
import { voteChance, winnerOf } from './weighted-vote.js';

/** Reward models under which a subset succeeds or fails as a whole. */
export type SubsetRewardName = 'any-win' | 'all-in' | 'vote';

/** How the answers of a subset make the answer that is served. */
export interface SubsetReward {
  readonly rewardModel: SubsetRewardName;
  /** How often wrong answers are the same; for votes alone. */
  readonly agreement: number;
  /** An answer succeeds if its reward is at least this. */
  readonly successAt: number;
}

/** The chance that a subset succeeds, if its models succeed independently. */
export function independentChance(
  { rewardModel, agreement }: SubsetReward,
  confidences: readonly number[],
): number {
  return rewardModel === 'vote'
    ? voteChance(confidences, agreement)
    : rewardOf(rewardModels[rewardModel], confidences);
}

/**
 * What came true of a subset: 1 for a success, 0 for a failure, by the reward model's own fold. One
 * success makes that of any-win, whatever the others would have said, where all were to be asked.
 * @param weights of the votes, one a member
 * @returns NaN if that hangs on a member's reward that is unknown
 */
export function playedReward(
  { rewardModel, successAt }: SubsetReward,
  members: readonly ModelId[],
  weights: readonly number[],
  { outcomes }: SelectExample,
): number {
  const rights = members.map((model) => {
    const reward = outcomes.get(model)?.reward ?? null;
    return reward === null ? NaN : Number(reward >= successAt);
  });
  const isWon = rewardModel === 'any-win' && members.every((model) => outcomes.has(model));
  if (isWon && rights.includes(1)) return 1;
  if (rights.some(Number.isNaN)) return NaN;
  if (rewardModel !== 'vote') return rewardOf(rewardModels[rewardModel], rights);
  const votes = members.map((model, at) => ({
    answer: outcomes.get(model)?.answer ?? null,
    weight: weights[at] ?? 0,
  }));
  const winner = winnerOf(votes);
  return rights[votes.findIndex(({ answer }) => answer === winner)] ?? 0;
}
