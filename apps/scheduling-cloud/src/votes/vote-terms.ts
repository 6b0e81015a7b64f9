import { randomOf, type Decision } from '#bandit';
import { beliefWeight, tableOf, type VoteEstimates } from '#ensemble';
import type { SelectFamily } from '#context';
import type { VoteTerms } from '#contracts';

/** Apart from what the seed draws the combination by. */
const TIES = 0x40000000;

/** By what models are heard, where that is not the odds that they are right. */
interface Hearing {
  /** What was counted by label; undefined: errors are taken for uniform. */
  readonly byLabel?: { readonly estimates: VoteEstimates } | undefined;
  /** That chose the subset of models. */
  readonly family?: SelectFamily | undefined;
}

/**
 * How the models of a decision are heard in their vote, by what is believed of each now: by the odds
 * that they are right, or, where a subset was chosen by SelectLLM's own ways, as it says.
 * @param seed of the round: which of tied labels wins can be told again from it
 */
export function voteTermsOf(
  { combination, bounds, heardOut }: Pick<Decision, 'combination' | 'bounds' | 'heardOut'>,
  labels: readonly string[],
  seed: number,
  { byLabel, family = 'priced' }: Hearing = {},
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
      heard.map(({ model, chance }) => [model, weightOf(family, chance, labels.length)]),
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

function weightOf(family: SelectFamily, chance: number, labels: number): number {
  if (family === 'priced') return beliefWeight(chance, labels);
  return family === 'weighted-maximum' ? chance : 1;
}
