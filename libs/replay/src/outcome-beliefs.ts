import type { ModelId } from '#bandit';
import type { LoggedRound, OutcomeModel } from './off-policy.js';

/** What a combination's own rounds must outweigh: so many rounds as the prior says. */
const PRIOR_ROUNDS = 20;

/**
 * What combinations earn and cost by the rounds of a log, each set of models started from a prior.
 * @param prior what is believed of a combination without rounds of its own
 */
export function outcomeBeliefs(rounds: readonly LoggedRound[], prior: OutcomeModel): OutcomeModel {
  const sums = new Map<string, { rounds: number; reward: number; costNano: number }>();
  for (const { combination, reward, costNano } of rounds) {
    const sum = sums.get(keyOf(combination)) ?? { rounds: 0, reward: 0, costNano: 0 };
    sum.rounds += 1;
    sum.reward += reward;
    sum.costNano += costNano;
    sums.set(keyOf(combination), sum);
  }
  const known = new Map<string, ReturnType<OutcomeModel>>();
  return (combination) => {
    const key = keyOf(combination);
    const belief = known.get(key);
    if (belief) return belief;
    const { rounds: count, ...sum } = sums.get(key) ?? { rounds: 0, reward: 0, costNano: 0 };
    const before = prior(combination);
    const blend = (own: number, start: number) =>
      (own + PRIOR_ROUNDS * start) / (count + PRIOR_ROUNDS);
    const next = {
      reward: blend(sum.reward, before.reward),
      costNano: blend(sum.costNano, before.costNano),
    };
    known.set(key, next);
    return next;
  };
}

function keyOf(combination: readonly ModelId[]): string {
  return combination.toSorted().join('\n');
}
