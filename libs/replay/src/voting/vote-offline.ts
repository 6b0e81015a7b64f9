import { bestMixture, randomOf } from '#bandit';
import { ensemblePoints, surGreedy, valuerOf, weightedVoice, type Voter } from '#ensemble';
import type { LabelTable } from './label-table.js';
import { playVote, type PlayedVote } from './play-vote.js';
import { mixedFigures, voteFigures, type VoteFigures } from './vote-figures.js';
import type { KnownVoters, VoterKnowledge } from './voters-known.js';

/** Sets of up to so many are listed for a mixture: all of twelve models. */
const LISTED_SETS = 4_095;

/** An ensemble in the report: indices of models, in call order. */
export interface ChosenEnsemble {
  readonly members: readonly number[];
  readonly probability: number;
}

/** What a way of choosing came to on queries it had not learnt from. */
export interface OfflineResult {
  readonly figures: VoteFigures;
  /** Those of one query, where every query has the same. */
  readonly ensembles: readonly ChosenEnsemble[];
  readonly votes: readonly PlayedVote[];
}

/**
 * SurGreedyLLM's ensemble for each query, within a budget of its own.
 * @param budgetNano above 0
 * @returns null where some kind of query has no model within the budget
 */
export function votesWithin(
  table: LabelTable,
  knowledge: VoterKnowledge,
  budgetNano: number,
): OfflineResult | null {
  const labels = table.labels.length;
  const chosen = new Map<KnownVoters, readonly number[] | null>();
  const votes: PlayedVote[] = [];
  for (const query of table.queries) {
    const known = knowledge(query);
    let members = chosen.get(known);
    if (members === undefined) {
      const valuer = valuerOf(known.voters, labels, () => randomOf(1));
      members = surGreedy(known.voters, budgetNano, known.voters.length, valuer)?.members ?? null;
      chosen.set(known, members);
    }
    if (members === null) return null;
    votes.push(playVote(query, members, voicesOf(known, members), labels));
  }
  const ensembles = [...chosen.values()].flatMap((members) =>
    members === null ? [] : [{ members, probability: 1 }],
  );
  return { figures: voteFigures(votes), ensembles, votes };
}

/**
 * The mixture of ensembles whose cost, stopping early, is the budget on average.
 * @returns null where every model costs more
 */
export function mixedVotes(
  table: LabelTable,
  known: KnownVoters,
  budgetNano: number,
): OfflineResult | null {
  const { voters } = known;
  const valuer = valuerOf(voters, table.labels.length, () => randomOf(1));
  const points = ensemblePoints(voters, budgetNano, voters.length, valuer, LISTED_SETS);
  const mixture = bestMixture(points, budgetNano);
  if (mixture === null) return null;
  const parts = mixture.support.map(({ point: { members }, probability }) => {
    const votes = votesOf(table, known, members);
    return { members, probability, votes, figures: voteFigures(votes) };
  });
  return {
    figures: mixedFigures(parts),
    ensembles: parts.map(({ members, probability }) => ({ members, probability })),
    votes: parts.flatMap(({ votes }) => votes),
  };
}

/** One ensemble for all queries. @param members indices of models, in call order */
export function votesBy(
  table: LabelTable,
  known: KnownVoters,
  members: readonly number[],
): OfflineResult {
  const votes = votesOf(table, known, members);
  return { figures: voteFigures(votes), ensembles: [{ members, probability: 1 }], votes };
}

/** All models, in the order in which they cost least. */
export function allOf({ voters }: KnownVoters, labels: number): readonly number[] {
  return valuerOf(voters, labels, () => randomOf(1)).value([...voters.keys()]).members;
}

/** A vote in which every model counts alike. */
export function countingAlike({ voters }: KnownVoters): KnownVoters {
  return { voters, voices: voters.map(() => weightedVoice(1)) };
}

/** The model that is most often right of those within the budget; null where there is none. */
export function bestSingle(voters: readonly Voter[], budgetNano: number): number | null {
  let best: number | null = null;
  voters.forEach(({ chance, cost }, at) => {
    if (cost > budgetNano) return;
    if (best === null || chance > (voters[best] as Voter).chance) best = at;
  });
  return best;
}

function votesOf(
  { queries, labels }: LabelTable,
  known: KnownVoters,
  members: readonly number[],
): PlayedVote[] {
  const voices = voicesOf(known, members);
  return queries.map((query) => playVote(query, members, voices, labels.length));
}

function voicesOf({ voices }: KnownVoters, members: readonly number[]) {
  return members.map((member) => voices[member] as KnownVoters['voices'][number]);
}
