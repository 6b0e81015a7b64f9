import { randomOf, type Decision } from '#bandit';
import { beliefWeight } from '#ensemble';
import type { VoteTerms } from '#contracts';

/** Apart from what the seed draws the combination by. */
const TIES = 0x40000000;

/**
 * How the models of a decision are heard in their vote, by what is believed of each now.
 * @param seed of the round: which of tied labels wins can be told again from it
 */
export function voteTermsOf(
  { combination, bounds, heardOut }: Pick<Decision, 'combination' | 'bounds' | 'heardOut'>,
  labels: readonly string[],
  seed: number,
): VoteTerms {
  const chances = new Map(bounds.map(({ model, likelyReward }) => [model, likelyReward]));
  const weights = combination.map((model) => {
    const chance = chances.get(model);
    if (chance === undefined) throw new RangeError(`there are no bounds of ${model}`);
    return [model, beliefWeight(chance, labels.length)] as const;
  });
  return {
    weights: Object.fromEntries(weights),
    luck: randomOf(seed ^ TIES).next(),
    ...(heardOut && { heardOut }),
  };
}
