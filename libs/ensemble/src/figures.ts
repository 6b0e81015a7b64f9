import type { Random } from '#bandit';
import { exactFigures, isEnumerable } from './exact-figures.js';
import { drawsFor, paperPrecision, sampledFigures, type Precision } from './sampled-figures.js';
import { inVotingOrder } from './voting-order.js';
import type { EnsembleFigures, Voter } from './voter.js';

/** Values sets of the same voters, each once. */
export interface Valuer {
  /** The set in the order in which it had best be asked, and its figures so asked. */
  value(members: readonly number[]): ValuedEnsemble;
  /** The figures of a set asked in this order. */
  figuresOf(order: readonly number[]): EnsembleFigures;
}

/** A set of voters, valued. */
export interface ValuedEnsemble extends EnsembleFigures {
  /** Indices of voters, in call order. */
  readonly members: readonly number[];
}

/**
 * Values sets, exactly where they are small enough to be enumerated and else by drawing.
 * @param labels J, at least 2
 * @param random called for the draws of every large set anew, so that all see the same luck
 */
export function valuerOf(
  voters: readonly Voter[],
  labels: number,
  random: () => Random,
  precision: Precision = paperPrecision,
): Valuer {
  const best = voters.reduce((most, { chance }) => Math.max(most, chance), 0);
  const draws = drawsFor(voters.length, best, precision);
  const figuresOf = (members: readonly number[]): EnsembleFigures => {
    const asked = members.map((member) => voters[member] as Voter);
    return isEnumerable(asked.length, labels)
      ? exactFigures(asked, labels)
      : sampledFigures(asked, labels, draws, random());
  };
  const valued = new Map<string, ValuedEnsemble>();
  return {
    figuresOf,
    value: (members) => {
      const listed = members.toSorted((left, right) => left - right);
      const key = listed.join();
      const known = valued.get(key);
      if (known !== undefined) return known;
      const ensemble = inVotingOrder(voters, listed, labels)
        .map((order) => ({ members: order, ...figuresOf(order) }))
        .reduce((best, one) => (one.cost < best.cost ? one : best));
      valued.set(key, ensemble);
      return ensemble;
    },
  };
}
