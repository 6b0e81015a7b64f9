import { z } from 'zod';

const choices = z.strictObject({
  expected_cost_usd: z.number().nullable().describe('A query, on average; null: no rounds.'),
  over_budget: z.int().describe('Rounds that no combination fits.'),
  combinations: z
    .array(z.strictObject({ combination: z.array(z.string()), rounds: z.int() }))
    .describe('What was drawn, the most frequent first.'),
});
export type Choices = z.infer<typeof choices>;

/** What a change of a task would do. */
export const previewView = z
  .strictObject({
    rounds: z.int().describe('The latest rounds whose text is stored, that were decided again.'),
    changed: z.int().describe('Those that would have another combination.'),
    before: choices,
    after: choices,
  })
  .meta({ id: 'PolicyPreview' });
export type PreviewView = z.infer<typeof previewView>;

const MOST_ROUNDS = 1_000;

export const previewLength = z.coerce.number().int().min(1).max(MOST_ROUNDS).default(200);
