import type { ContextualLearner, LessonCall, QueryTrace } from '#context';
import type { StoredLesson } from '#storage';

/** Lets a learner study a lesson as it was stored. */
export function study(learner: ContextualLearner, { trace, content }: StoredLesson): void {
  if ('repriced' in content) {
    learner.reprice(content.repriced.model, content.repriced.factor);
  } else if (trace !== null) {
    const { first, calls } = content;
    learner.study({ trace: trace as QueryTrace, first, calls: calls.map(lessonCallOf) });
  }
}

/** Null is what is not known. */
export function lessonCallOf(call: {
  model: string;
  rewardMicro: number | null;
  costNano: number | null;
  replacesMicro?: number | null;
}): LessonCall {
  const { model, rewardMicro, costNano, replacesMicro } = call;
  return {
    model,
    ...(rewardMicro !== null && { rewardMicro }),
    ...(costNano !== null && { costNano }),
    ...(typeof replacesMicro === 'number' && { replacesMicro }),
  };
}
