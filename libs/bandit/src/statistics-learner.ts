import type { Forgetting } from './forgetting.js';
import type { Learner } from './learner.js';
import type { Policy } from './policy.js';
import { rewardModels } from './reward-models.js';
import { RoundMemory } from './round-memory.js';

/** Of earlier outcomes, where all models were asked, only pairs are kept: sets would be too many. */
const PAIRS = 1;

/**
 * A learner that keeps every model's statistics, for any-win also given that others failed, and
 * leaves the decision to a policy.
 * @param forgetting by default nothing is forgotten
 * @throws {SettingsError} for forgetting out of range
 */
export function statisticsLearner(policy: Policy, forgetting: Forgetting = {}): Learner {
  const memory = new RoundMemory(forgetting);
  let failing = true;
  return {
    name: policy.name,
    decide: (input, random) => {
      failing = rewardModels[input.rewardModel].cascade;
      const { statistics, failures } = memory.recall(input.round);
      return policy.decide(
        failing ? { ...input, statistics, failures } : { ...input, statistics },
        random,
      );
    },
    learn: (_query, observation) => memory.learn(observation, failing),
    warm: (earlier) =>
      earlier.forEach(({ calls }) =>
        memory.learn(
          { combination: calls.map(({ model }) => model), calls, round: 0, together: true },
          failing,
          PAIRS,
        ),
      ),
  };
}
