import type { ModelId } from '#bandit';
import { playedReward, untilSuccess, type SelectExample } from '#context';
import type { SelectOptions } from './select-options.js';

/** What came of asking a subset. */
export interface PlayedSubset {
  /** 1 for a success, 0 for a failure. */
  readonly reward: number;
  /** Milliseconds, or tokens as their proxy. */
  readonly latency: number;
}

/** A model's answer succeeds in full or not at all. */
export const SUCCESS_AT = 1;

/**
 * Plays a subset on a recorded query.
 * @param members in call order
 * @param weights of their votes
 */
export function playSubset(
  example: SelectExample,
  members: readonly ModelId[],
  weights: readonly number[],
  { rewardModel, execution }: SelectOptions,
): PlayedSubset {
  const terms = { rewardModel, agreement: 0, successAt: SUCCESS_AT };
  const outcomes = members.map((model) => example.outcomes.get(model));
  const latencies = outcomes.map((outcome) => outcome?.latencyMs ?? NaN);
  const successes = outcomes.map((outcome) => Number((outcome?.reward ?? 0) >= SUCCESS_AT));
  return {
    reward: playedReward(terms, members, weights, example),
    latency: execution === 'parallel' ? Math.max(...latencies) : untilSuccess(latencies, successes),
  };
}
