import type { LearnerInput, ModelId, TokenSums } from '#bandit';
import { offersOf } from './offers.js';
import { inputTokensOf, saidIn, type TextMessage } from './query-text.js';
import type { Task } from './task.js';

/** What a decision depends on besides the task and its query. */
export type Circumstances = Pick<LearnerInput, 'round' | 'pacing'> & {
  tokens?: ReadonlyMap<ModelId, TokenSums>;
};

/** What a learner may see of a query. */
export interface SeenQuery {
  readonly messages: readonly TextMessage[];
  /** An embedding of the text, where there is one. */
  readonly vector?: readonly number[] | undefined;
}

/** A query of a task as a learner sees it. */
export function contextualInput(
  task: Task,
  { messages, vector }: SeenQuery,
  { tokens, round, pacing }: Circumstances,
): LearnerInput {
  return {
    query: { text: saidIn(messages), ...(vector && { vector }) },
    offers: offersOf(task, inputTokensOf(messages), tokens),
    round,
    rewardModel: task.rewardModel,
    ...(task.labels && { labels: task.labels.length }),
    size: task.size,
    budgetNano: task.budgetNano,
    pacing,
    ...(task.rules && { rules: task.rules }),
  };
}
