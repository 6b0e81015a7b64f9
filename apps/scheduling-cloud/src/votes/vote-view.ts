import { z } from 'zod';
import { confidenceIn } from '#ensemble';
import type { VoteReport } from '#contracts';
import type { VoteTrust } from './calibrations.js';
import type { KnownEstimates } from './estimates.js';

/** What a vote came to, as clients see it. */
export const voteView = z.strictObject({
  label: z.string().nullable().describe('Null where the texts of the round are erased.'),
  belief: z
    .number()
    .describe('How much the label is believed in, if models err independently of each other.'),
  confidence: z
    .number()
    .describe('How often labels believed in so much were right, by what is judged so far.'),
  beliefs: z
    .array(z.strictObject({ label: z.string(), belief: z.number() }))
    .describe('Of every label; they sum to 1.'),
  votes: z
    .array(
      z.strictObject({
        model: z.string(),
        label: z.string().nullable().describe('Null for an answer that is none of the labels.'),
        weight: z
          .number()
          .describe("What it adds to the logarithm of its label's belief; below 0 speaks against."),
      }),
    )
    .describe('Who was asked and answered, in call order.'),
});
export type VoteView = z.infer<typeof voteView>;

/** @param vote as it was reported, or what is left of it where texts are erased */
export function viewOfVote(
  vote: Partial<VoteReport> & Pick<VoteReport, 'belief'>,
  { calibration }: VoteTrust,
): VoteView {
  const { label = null, belief, beliefs = [], votes = [] } = vote;
  return { label, belief, confidence: confidenceIn(belief, calibration), beliefs, votes };
}

const point = z.strictObject({
  belief: z.number().describe('The mean belief.'),
  right: z.number().describe('The part whose label was right.'),
  rounds: z.int(),
});

/** What a task votes on, and how far its beliefs can be trusted. */
export const ballotView = z.strictObject({
  labels: z.array(z.string()),
  judged_rounds: z.int().describe('The latest, at most 2,000.'),
  gap: z.number().nullable().describe('Expected calibration error of the beliefs.'),
  brier: z.number().nullable().describe('Their mean squared error.'),
  curve: z.array(point).describe('In ten equal bins of belief, those that are not empty.'),
  calibration: z.array(point).describe('What confidences are read off: isotonic in belief.'),
  estimates: z
    .strictObject({
      version: z.int().describe('From 1, anew after a reset of what the task learnt.'),
      made_at: z.iso.datetime(),
      votes: z.int().describe('How many judged votes were counted: the latest, at most 2,000.'),
      kinds: z.int().describe('Kinds of queries that are told apart; 1: none.'),
    })
    .nullable()
    .describe(
      'What is known by kind of query and by label; null before the first, and for tasks that do not ask for it.',
    ),
});
export type BallotView = z.infer<typeof ballotView>;

export function viewOfBallot(
  labels: readonly string[],
  { rounds, figures, calibration }: VoteTrust,
  known?: KnownEstimates,
): BallotView {
  return {
    labels: [...labels],
    judged_rounds: rounds,
    gap: figures?.gap ?? null,
    brier: figures?.brier ?? null,
    curve: [...(figures?.curve ?? [])],
    calibration: [...calibration],
    estimates: known
      ? {
          version: known.version,
          made_at: known.madeAt.toISOString(),
          votes: known.votes,
          kinds: Math.max(1, known.estimates.kinds.centroids.length),
        }
      : null,
  };
}
