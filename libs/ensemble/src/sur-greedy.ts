import type { ValuedEnsemble, Valuer } from './figures.js';
import type { Voter } from './voter.js';

/** How an ensemble was found. */
export type EnsembleOrigin = 'best single' | 'filled' | 'greedy';

/** The ensemble that was chosen, and all that it was chosen from. */
export interface EnsembleChoice extends ValuedEnsemble {
  readonly origin: EnsembleOrigin;
  readonly candidates: readonly (ValuedEnsemble & { readonly origin: EnsembleOrigin })[];
}

/**
 * SurGreedyLLM (arXiv 2501.04901): of three ensembles that cost at most the budget if all of their
 * models are asked, the one that is most likely right: the best single model; models by chance per
 * dollar as far as the money goes, which is greedy on the surrogate `1 - prod (1 - p)`; and, from the
 * first two of these on, whichever model adds most chance of being right per dollar. Within
 * `(1 - eps) max(xi(S2), p*) / gamma(S2) (1 - 1 / sqrt e)` of the best ensemble.
 * @param budget in the unit of the voters' costs
 * @param size at most so many models
 * @returns null where no model costs at most the budget
 */
export function surGreedy(
  voters: readonly Voter[],
  budget: number,
  size: number,
  valuer: Valuer,
): EnsembleChoice | null {
  const affordable = [...voters.keys()].filter((at) => costOf(voters, at) <= budget);
  const [first] = affordable;
  if (first === undefined) return null;
  const single = affordable.reduce((best, at) => (isBetter(voters, at, best) ? at : best), first);
  const thrifty = affordable.toSorted((left, right) => perDollar(voters, right, left));
  const filled = fill([], thrifty, voters, budget, size);
  const seeded = fill([], thrifty.slice(0, 2), voters, budget, size);
  const greedy = grow(seeded, affordable, voters, budget, size, valuer);
  const candidates = [
    { origin: 'best single' as const, ...valuer.value([single]) },
    { origin: 'filled' as const, ...valuer.value(filled) },
    { origin: 'greedy' as const, ...greedy },
  ];
  const best = candidates.reduce((one, other) => (isPreferred(other, one) ? other : one));
  return { ...best, candidates };
}

/** More likely right, or as likely and cheaper. */
function isPreferred(one: ValuedEnsemble, other: ValuedEnsemble): boolean {
  const gain = one.correctness - other.correctness;
  return gain > 0 || (gain === 0 && one.cost < other.cost);
}

function costOf(voters: readonly Voter[], at: number): number {
  return (voters[at] as Voter).cost;
}

function isBetter(voters: readonly Voter[], at: number, best: number): boolean {
  return (voters[at] as Voter).chance > (voters[best] as Voter).chance;
}

/** Which of two has more chance of being right per dollar; products, since a model may be free. */
function perDollar(voters: readonly Voter[], left: number, right: number): number {
  const [one, other] = [voters[left] as Voter, voters[right] as Voter];
  return one.chance * other.cost - other.chance * one.cost || one.chance - other.chance;
}

function fill(
  chosen: readonly number[],
  from: readonly number[],
  voters: readonly Voter[],
  budget: number,
  size: number,
): number[] {
  const filled = [...chosen];
  let left = budget;
  for (const at of from) {
    const cost = costOf(voters, at);
    if (filled.length === size || cost > left) continue;
    filled.push(at);
    left -= cost;
  }
  return filled;
}

function grow(
  seed: readonly number[],
  affordable: readonly number[],
  voters: readonly Voter[],
  budget: number,
  size: number,
  valuer: Valuer,
): ValuedEnsemble {
  let grown = valuer.value(seed);
  let left = budget - seed.reduce((sum, at) => sum + costOf(voters, at), 0);
  while (grown.members.length < size) {
    const { members, correctness } = grown;
    let best: { ensemble: ValuedEnsemble; rate: number; cost: number } | undefined;
    for (const at of affordable) {
      const cost = costOf(voters, at);
      if (members.includes(at) || cost > left) continue;
      const ensemble = valuer.value([...members, at]);
      const rate = (ensemble.correctness - correctness) / Math.max(Number.MIN_VALUE, cost);
      if (best === undefined || rate > best.rate) best = { ensemble, rate, cost };
    }
    if (best === undefined) break;
    grown = best.ensemble;
    left -= best.cost;
  }
  return grown;
}
