import { beliefWeight } from './belief-weight.js';
import type { Voter } from './voter.js';

/**
 * The orders in which it may pay to ask a set: those that say most first, so that the vote is decided
 * by few (ThriftLLM, arXiv 2501.04901, orders by chance, which below-chance models escape), and those
 * that say most per dollar first. Which is cheaper, the expected costs tell. One order where both
 * agree. Equal voters are asked as listed.
 * @param members indices of voters, ascending
 */
export function inVotingOrder(
  voters: readonly Voter[],
  members: readonly number[],
  labels: number,
): number[][] {
  const voices = voters.map(({ chance }) => Math.abs(beliefWeight(chance, labels)));
  const by = (value: (member: number) => number): number[] =>
    members.toSorted((left, right) => value(right) - value(left));
  const loudest = by((member) => voices[member] as number);
  const thriftiest = by(
    (member) =>
      (voices[member] as number) / Math.max(Number.MIN_VALUE, (voters[member] as Voter).cost),
  );
  return loudest.every((member, at) => member === thriftiest[at])
    ? [loudest]
    : [loudest, thriftiest];
}
