import { emptyArm, observe, type ArmStatistics } from './arm-statistics.js';
import type { Learner, ObservedCall } from './learner.js';
import type { ModelId } from './model-offer.js';
import type { Policy } from './policy.js';

/** A learner that keeps every model's statistics, and leaves the decision to a policy. */
export function statisticsLearner(policy: Policy): Learner {
  const statistics = new Map<ModelId, ArmStatistics>();
  const learnCall = (call: ObservedCall): void => {
    statistics.set(call.model, observe(statistics.get(call.model) ?? emptyArm, call));
  };
  return {
    name: policy.name,
    decide: (input, random) => policy.decide({ ...input, statistics }, random),
    learn: (_query, { calls }) => calls.forEach(learnCall),
    warm: (earlier) => earlier.forEach(({ calls }) => calls.forEach(learnCall)),
  };
}
