import {
  bookRound,
  emptyPacing,
  randomOf,
  settleRound,
  statisticsLearner,
  type Decision,
  type ObservedCall,
  type Policy,
} from '#bandit';
import {
  CONFUSION_PRIOR,
  confusionVoice,
  noConfusion,
  uniformVoice,
  type JudgedAnswer,
  type Voice,
} from '#ensemble';
import { knowingKinds } from './knowing-kinds.js';
import type { LabelledQuery, LabelTable } from './label-table.js';
import { playVote, type PlayedVote } from './play-vote.js';

/** How models are heard: errors uniform over the other labels, or known by label. */
export type Hearing = 'uniform' | 'confusion';

/** How a policy plays votes. */
export interface OnlineVotePlan {
  /** N: at most so many models a query. */
  readonly size: number;
  readonly budgetNano: number;
  readonly hearing: Hearing;
  /** Kinds of queries that are told apart; 1: none. */
  readonly clusters: number;
}

/** Apart from each other, so that all policies meet the same queries. */
const CHOICE = 0x20000000;

/**
 * Plays a policy from nothing through all queries, each once, in an order of the seed's. After each
 * vote the gold label is told, which judges those who were asked, and only those.
 */
export function playVotes(
  table: LabelTable,
  policy: Policy,
  { size, budgetNano, hearing, clusters }: OnlineVotePlan,
  seed: number,
): PlayedVote[] {
  const { models, labels } = table;
  const queries = shuffled(table.queries, seed);
  const kinds = knowingKinds(policy, { labels: labels.length, clusters });
  const learner = statisticsLearner(kinds.policy);
  const choice = randomOf(seed ^ CHOICE);
  const first = queries[0];
  // A price list knows a call's cost before the first: here, that of the first query.
  const offers = models.map((model, at) => ({ model, priorCostNano: first?.costs[at] ?? 0 }));
  const confusions = models.map(() => noConfusion(labels.length));
  let pacing = emptyPacing;
  return queries.map((query, at) => {
    const round = at + 1;
    kinds.look(query.text);
    const terms = { rewardModel: 'vote', labels: labels.length, size, budgetNano, pacing } as const;
    const decision = learner.decide(
      { query: { text: query.text }, offers, round, ...terms },
      choice,
    );
    const members = decision.combination.map((model) => models.indexOf(model));
    const voices = members.map((member) => voiceOf(member, decision));
    const vote = playVote(query, members, voices, labels.length, decision.heardOut);
    const asked = members.slice(0, vote.asked);
    const { expectedCostNano, combination } = decision;
    pacing = settleRound(bookRound(pacing, expectedCostNano), expectedCostNano, vote.costNano);
    for (const member of asked) note(confusions[member], query, member, labels.length);
    const calls = asked.map((member) => callOf(query, member, models[member] as string));
    learner.learn({ text: query.text }, { combination, calls, round });
    kinds.note({
      text: query.text,
      truth: query.label,
      votes: asked.map((member) => voteOf(query, member, models[member] as string)),
    });
    return vote;
  });

  function voiceOf(member: number, { bounds }: Decision): Voice {
    const chance = bounds.find(({ model }) => model === models[member])?.likelyReward ?? 0.5;
    const counts = confusions[member];
    return hearing === 'uniform' || counts === undefined
      ? uniformVoice(chance, labels.length)
      : confusionVoice(counts, chance, CONFUSION_PRIOR);
  }
}

function voteOf({ answers, label }: LabelledQuery, at: number, model: string): JudgedAnswer {
  const answer = answers[at] ?? null;
  return { model, label: answer, right: answer === label ? 1 : 0 };
}

function callOf({ answers, label, costs }: LabelledQuery, at: number, model: string): ObservedCall {
  const rewardMicro = answers[at] === label ? 1_000_000 : 0;
  return { model, rewardMicro, costNano: costs[at] as number };
}

function note(
  counts: number[][] | undefined,
  { label, answers }: LabelledQuery,
  member: number,
  labels: number,
): void {
  const row = counts?.[label];
  const answer = answers[member] ?? labels;
  if (row !== undefined) row[answer] = (row[answer] ?? 0) + 1;
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = randomOf(seed);
  const order = [...list];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.next() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
