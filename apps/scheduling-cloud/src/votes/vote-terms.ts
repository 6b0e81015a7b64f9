import { randomOf, type Decision } from '#bandit';
import { beliefWeight, tableOf, type VoteEstimates } from '#ensemble';
import type { VoteTerms } from '#contracts';

/** Apart from what the seed draws the combination by. */
const TIES = 0x40000000;

/**
 * How the models of a decision are heard in their vote, by what is believed of each now.
 * @param seed of the round: which of tied labels wins can be told again from it
 * @param byLabel what was counted by label; undefined: errors are taken for uniform
 */
export function voteTermsOf(
  { combination, bounds, heardOut }: Pick<Decision, 'combination' | 'bounds' | 'heardOut'>,
  labels: readonly string[],
  seed: number,
  byLabel?: { readonly estimates: VoteEstimates },
): VoteTerms {
  const chances = new Map(bounds.map(({ model, likelyReward }) => [model, likelyReward]));
  const heard = combination.map((model) => {
    const chance = chances.get(model);
    if (chance === undefined) throw new RangeError(`there are no bounds of ${model}`);
    return { model, chance };
  });
  const tables =
    byLabel &&
    heard.map(({ model, chance }) => {
      const table = tableOf(model, chance, byLabel.estimates, labels.length);
      return [model, table.map((row) => row.map(shortened))] as const;
    });
  return {
    weights: Object.fromEntries(
      heard.map(({ model, chance }) => [model, beliefWeight(chance, labels.length)]),
    ),
    ...(tables && { tables: Object.fromEntries(tables) }),
    luck: randomOf(seed ^ TIES).next(),
    ...(heardOut && { heardOut }),
  };
}

/** Counts of hundreds tell no more digits, and the table goes with every query. */
function shortened(value: number): number {
  return Number(value.toFixed(4));
}
