import { cast, isDecided, openBallot, verdictOf, type Ballot, type Voice } from '#ensemble';
import type { LabelledQuery } from './label-table.js';

/** What a vote on a recorded query came to. */
export interface PlayedVote {
  /** 1 if the label is right, 0 if not; a tie counts by its share. */
  readonly right: number;
  /** How much the label is believed in, in [0, 1]. */
  readonly belief: number;
  /** How many were asked before the vote was decided. */
  readonly asked: number;
  readonly costNano: number;
  /** What asking all would have cost. */
  readonly plannedNano: number;
  /** Whether asking all would have said the same. */
  readonly isSame: boolean;
}

/**
 * Lets models vote on a query, in order, until the vote is decided.
 * @param members indices of models, in call order
 * @param voices of the members
 * @param heardOut all are asked, though it is decided before
 */
export function playVote(
  query: LabelledQuery,
  members: readonly number[],
  voices: readonly Voice[],
  labels: number,
  heardOut = false,
): PlayedVote {
  let ballot = openBallot(voices, labels);
  let decided: Ballot | undefined;
  let asked = 0;
  let costNano = 0;
  let plannedNano = 0;
  for (const member of members) {
    if (decided === undefined && isDecided(ballot)) decided = ballot;
    const cost = query.costs[member] as number;
    plannedNano += cost;
    if (decided === undefined || heardOut) {
      asked += 1;
      costNano += cost;
    }
    ballot = cast(ballot, query.answers[member] ?? null);
  }
  const { tied, beliefs, label } = verdictOf(decided ?? ballot, 0);
  const whole = verdictOf(ballot, 0).tied;
  return {
    right: tied.includes(query.label) ? 1 / tied.length : 0,
    belief: beliefs[label] as number,
    asked,
    costNano,
    plannedNano,
    isSame: whole.length === tied.length && whole.every((one) => tied.includes(one)),
  };
}
