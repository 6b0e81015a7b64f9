import type { JudgedBallot } from '#ensemble';
import { sameChoice } from '#evaluation';
import type { VotedQuery } from '#storage';
import { saidIn } from '../tasks/query-text.js';
import type { Task } from '../tasks/task.js';

/** What a vote task's estimates tell apart. Plain JSON: estimates of other terms are not used. */
export interface TaskEstimateTerms {
  readonly labels: readonly string[];
  /** Kinds of queries. */
  readonly clusters: number;
}

/** Null for a task whose models have one chance each, and errors that are uniform. */
export function estimateTermsOf({
  labels,
  policyName,
  policySettings,
}: Pick<Task, 'labels' | 'policyName' | 'policySettings'>): TaskEstimateTerms | null {
  if (labels === null || policyName !== 'thrift') return null;
  const clusters = Number(policySettings['clusters'] ?? 1);
  return clusters > 1 || hearsByLabel({ policySettings }) ? { labels, clusters } : null;
}

/** Whether models are heard by what was counted by label. */
export function hearsByLabel({ policySettings }: Pick<Task, 'policySettings'>): boolean {
  return policySettings['errors'] === 'by-label';
}

/**
 * A stored vote as estimates are made of it. The right label is the reference, or what an answer said
 * that was rated right; of two labels also the one that a wrong answer did not say.
 */
export function ballotOf(
  { messages, reference, votes, rewards }: VotedQuery,
  labels: readonly string[],
): JudgedBallot {
  const numberOf = (label: string | null): number | null => {
    const at = label === null ? -1 : labels.findIndex((one) => sameChoice(one, label));
    return at < 0 ? null : at;
  };
  const answers = votes.map(({ model, label }) => ({
    model,
    label: numberOf(label),
    right: rewards[model] ?? null,
  }));
  const told = answers.find(({ label, right }) => label !== null && right === 1)?.label ?? null;
  const denied = answers.find(({ label, right }) => label !== null && right === 0)?.label ?? null;
  const other = labels.length === 2 && denied !== null ? 1 - denied : null;
  return { text: saidIn(messages), truth: numberOf(reference) ?? told ?? other, votes: answers };
}
