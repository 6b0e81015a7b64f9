import { emptyArm, observe, type ArmStatistics } from './arm-statistics.js';
import { failureIncrements, FailureStatistics } from './failure-statistics.js';
import type { Learner, RoundObservation } from './learner.js';
import type { ModelId } from './model-offer.js';
import type { Policy } from './policy.js';
import { rewardModels } from './reward-models.js';

/** Of earlier outcomes, where all models were asked, only pairs are kept: sets would be too many. */
const PAIRS = 1;

/**
 * A learner that keeps every model's statistics, for any-win also given that others failed, and
 * leaves the decision to a policy.
 */
export function statisticsLearner(policy: Policy): Learner {
  const statistics = new Map<ModelId, ArmStatistics>();
  const failures = new FailureStatistics();
  let cascades = true;
  const learn = (observation: RoundObservation, mostFailures?: number): void => {
    for (const { model, ...call } of observation.calls) {
      statistics.set(model, observe(statistics.get(model) ?? emptyArm, call));
    }
    if (cascades) {
      failureIncrements(observation, mostFailures).forEach((one) => failures.observe(one));
    }
  };
  return {
    name: policy.name,
    decide: (input, random) => {
      cascades = rewardModels[input.rewardModel].cascade;
      return policy.decide({ ...input, statistics, ...(cascades && { failures }) }, random);
    },
    learn: (_query, observation) => learn(observation),
    warm: (earlier) =>
      earlier.forEach(({ calls }) =>
        learn(
          { combination: calls.map(({ model }) => model), calls, round: 0, together: true },
          PAIRS,
        ),
      ),
  };
}
