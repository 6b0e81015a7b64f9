import type { DemoTask } from './demo-plan.js';

/** What a task's queries have come to so far. */
export interface Tally {
  readonly queries: number;
  readonly answered: number;
  readonly reward: number;
  readonly costUsd: number;
}

export const emptyTally: Tally = { queries: 0, answered: 0, reward: 0, costUsd: 0 };

/** With one more query, which the service says has cost so much. */
export function withQuery(tally: Tally, answered: boolean, costUsd: number | null): Tally {
  return {
    ...tally,
    queries: tally.queries + 1,
    answered: tally.answered + (answered ? 1 : 0),
    costUsd: tally.costUsd + (costUsd ?? 0),
  };
}

/** With what one of its queries earned: a query that earns nothing, or failed, counts as 0. */
export function withReward(tally: Tally, reward: number): Tally {
  return { ...tally, reward: tally.reward + reward };
}

/** What the ratings of a query's answers make of it; a model that gave no answer earned nothing. */
export function rewardOfRatings(
  { rewardModel, size }: DemoTask,
  scores: readonly number[],
): number {
  if (rewardModel === 'any-win') return Math.max(0, ...scores);
  if (rewardModel === 'sum-up') return scores.reduce((sum, score) => sum + score, 0);
  return scores.length < size ? 0 : scores.reduce((product, score) => product * score, 1);
}
