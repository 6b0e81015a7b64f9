import { z } from 'zod';

/** How a round's models are heard in their vote: decided with the round, so that it can be held again. */
export const voteTerms = z.strictObject({
  /**
   * By model: what its answer adds to the logarithm of its label's belief. Below 0 for one that is
   * wrong more often than by chance.
   */
  weights: z.record(z.string(), z.number()),
  /**
   * By model whose errors are known by label: `ln P(answer | label)`, a row for each label and in it a
   * column for each answer, the last for answers outside the labels. Heard in place of its weight.
   */
  tables: z.record(z.string(), z.array(z.array(z.number()))).exactOptional(),
  /** In [0, 1): which of tied labels wins. */
  luck: z.number().min(0).lt(1),
  /** All are asked, though the label is decided before. */
  heardOut: z.literal(true).exactOptional(),
});
export type VoteTerms = z.infer<typeof voteTerms>;

/** What a vote came to. */
export const voteReport = z.strictObject({
  label: z.string(),
  /** How much it is believed in, in [0, 1]. */
  belief: z.number().min(0).max(1),
  /** How much each label is believed in: in [0, 1], sums to 1. By the order of the task's labels. */
  beliefs: z.array(z.strictObject({ label: z.string(), belief: z.number().min(0).max(1) })),
  /** Who answered, in call order, and the label of the answer; null: none of them. */
  votes: z.array(
    z.strictObject({ model: z.string(), label: z.string().nullable(), weight: z.number() }),
  ),
});
export type VoteReport = z.infer<typeof voteReport>;
