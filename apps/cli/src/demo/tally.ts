import type { DemoTask } from './demo-plan.js';
import type { AskedQuery } from './service-client.js';

/** What a task's queries have come to so far. */
export interface Tally {
  readonly queries: number;
  readonly answered: number;
  readonly reward: number;
  readonly costUsd: number;
  /** Why the first query that was not answered was not; null where all were. */
  readonly failure: string | null;
}

export const emptyTally: Tally = { queries: 0, answered: 0, reward: 0, costUsd: 0, failure: null };

/** With one more query, which the service says has cost so much, be it answered or not. */
export function withQuery(tally: Tally, { status, cost_usd, error }: AskedQuery): Tally {
  const answered = status === 'answered';
  return {
    ...tally,
    queries: tally.queries + 1,
    answered: tally.answered + (answered ? 1 : 0),
    costUsd: tally.costUsd + (cost_usd ?? 0),
    failure: tally.failure ?? (answered ? null : (error?.message ?? `is ${status}`)),
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
