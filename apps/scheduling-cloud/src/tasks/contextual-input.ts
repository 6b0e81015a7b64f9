import type { LearnerInput, ModelId, TokenSums } from '#bandit';
import { offersOf } from './offers.js';
import { inputTokensOf, saidIn, type TextMessage } from './query-text.js';
import type { Task } from './task.js';

/** What a decision depends on besides the task and its query. */
export type Circumstances = Pick<LearnerInput, 'round' | 'pacing'> & {
  tokens?: ReadonlyMap<ModelId, TokenSums>;
};

/** A query of a task as a learner sees it. */
export function contextualInput(
  task: Task,
  messages: readonly TextMessage[],
  { tokens, round, pacing }: Circumstances,
): LearnerInput {
  return {
    query: { text: saidIn(messages) },
    offers: offersOf(task, inputTokensOf(messages), tokens),
    round,
    rewardModel: task.rewardModel,
    size: task.size,
    budgetNano: task.budgetNano,
    pacing,
    ...(task.rules && { rules: task.rules }),
  };
}
