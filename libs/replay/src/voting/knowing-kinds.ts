import { randomOf, type Policy } from '#bandit';
import {
  areDue,
  armsOfKind,
  kindReader,
  voteEstimates,
  type EstimateTerms,
  type JudgedBallot,
  type VoteEstimates,
} from '#ensemble';

/** A policy that decides by what is known of the query's kind, and what it is told. */
interface KnowingKinds {
  readonly policy: Policy;
  /** What is decided on next. */
  look(text: string): void;
  note(ballot: JudgedBallot): void;
}

/** The policy as a task has it that tells kinds of queries apart; as it is for one kind. */
export function knowingKinds(policy: Policy, terms: EstimateTerms): KnowingKinds {
  const ballots: JudgedBallot[] = [];
  let text = '';
  let judged = 0;
  let madeOf = 0;
  let known: { estimates: VoteEstimates; kindOf: (text: string) => number } | undefined;
  return {
    policy: {
      name: policy.name,
      decide: (input, random) => {
        if (known === undefined) return policy.decide(input, random);
        const { estimates, kindOf } = known;
        const statistics = armsOfKind(input.statistics, estimates, kindOf(text));
        return policy.decide({ ...input, statistics }, random);
      },
    },
    look: (next) => {
      text = next;
    },
    note: (ballot) => {
      if (terms.clusters === 1) return;
      ballots.push(ballot);
      judged += ballot.votes.length;
      if (!areDue(madeOf, judged)) return;
      madeOf = judged;
      const estimates = voteEstimates(ballots, terms, randomOf(1));
      known = { estimates, kindOf: kindReader(estimates.kinds) };
    },
  };
}
