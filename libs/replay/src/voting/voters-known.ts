import {
  chanceOf,
  clusterChances,
  CONFUSION_PRIOR,
  confusionVoice,
  judge,
  kindReader,
  learnKinds,
  neverJudged,
  noConfusion,
  uniformVoice,
  type RightCount,
  type Voice,
  type Voter,
} from '#ensemble';
import type { Random } from '#bandit';
import type { LabelledQuery, LabelTable } from './label-table.js';

/** What labelled queries teach of the models: of one kind of query. */
export interface KnownVoters {
  readonly voters: readonly Voter[];
  /** By model. */
  readonly voices: readonly Voice[];
}

/** What labelled queries teach, by the kind of the query asked about. */
export type VoterKnowledge = (query: LabelledQuery) => KnownVoters;

/** One chance a model, its errors uniform over the other labels. */
export function uniformKnowledge(table: LabelTable): VoterKnowledge {
  const known = knownBy(table, rightCounts(table).map(chanceOf));
  return () => known;
}

/** One chance a model to choose by, and a confusion matrix to vote by. */
export function confusionKnowledge(table: LabelTable): VoterKnowledge {
  const { models, labels, queries } = table;
  const { voters } = knownBy(table, rightCounts(table).map(chanceOf));
  const voices = models.map((_, model) => {
    const counts = noConfusion(labels.length);
    for (const { label, answers } of queries) {
      const row = counts[label] as number[];
      const answer = answers[model] ?? labels.length;
      row[answer] = (row[answer] as number) + 1;
    }
    return confusionVoice(counts, (voters[model] as Voter).chance, CONFUSION_PRIOR);
  });
  return () => ({ voters, voices });
}

/** A chance a model in each group of like queries. */
export function clusteredKnowledge(
  table: LabelTable,
  clusters: number,
  random: Random,
): VoterKnowledge {
  const texts = table.queries.map(({ text }) => text);
  const kinds = learnKinds(texts, clusters, random);
  const kindOf = kindReader(kinds);
  const members = kinds.centroids.map((): LabelledQuery[] => []);
  for (const query of table.queries) members[kindOf(query.text)]?.push(query);
  const counts = members.map((queries) => rightCounts({ ...table, queries }));
  const chances = table.models.map((_, model) =>
    clusterChances(counts.map((group) => group[model] ?? neverJudged)),
  );
  const known = members.map((_, group) =>
    knownBy(
      table,
      chances.map((chance) => chance[group] ?? 0.5),
    ),
  );
  return ({ text }) => known[kindOf(text)] as KnownVoters;
}

/** How often each model was right. */
function rightCounts({ models, queries }: LabelTable): RightCount[] {
  return models.map((_, model) =>
    queries.reduce(
      (count, { answers, label }) => judge(count, answers[model] === label ? 1 : 0),
      neverJudged,
    ),
  );
}

function knownBy({ models, queries, labels }: LabelTable, chances: readonly number[]): KnownVoters {
  const voters = models.map((_, model) => ({
    chance: chances[model] as number,
    cost: queries.reduce((sum, { costs }) => sum + (costs[model] ?? 0), 0) / queries.length,
  }));
  return { voters, voices: voters.map(({ chance }) => uniformVoice(chance, labels.length)) };
}
