import { z } from 'zod';
import { selectFamilies, type SelectForeseen } from '#context';

const figures = {
  latency_ms: z.number().describe('Expected.'),
  cost_usd: z.number().describe('Expected.'),
};

/** What was foreseen of a query by a task that chooses subsets by query. */
export const selectView = z.strictObject({
  version: z
    .int()
    .nullable()
    .describe(
      'That chose. Null: nothing was learnt yet, or not of the models that might be asked, and C2MAB-V chose by statistics.',
    ),
  family: z.enum(selectFamilies).nullable(),
  models: z
    .array(
      z.strictObject({
        model: z.string(),
        confidence: z.number().describe('The chance that it answers right.'),
        ...figures,
      }),
    )
    .describe('Those that something was learnt of; empty without a version.'),
  subsets: z
    .array(
      z.strictObject({
        combination: z.array(z.string()).describe('In call order.'),
        correctness: z.number().describe('The chance that it succeeds.'),
        ...figures,
      }),
    )
    .describe("The round's was drawn from these, unless it explored."),
});

export function viewOfForeseen(
  version: number | null,
  foreseen: SelectForeseen | undefined,
): z.infer<typeof selectView> {
  const { family = null, models = [], subsets = [] } = foreseen ?? {};
  return {
    version,
    family,
    models: models.map(({ model, confidence, latencyMs, costNano }) => ({
      model,
      confidence,
      latency_ms: latencyMs,
      cost_usd: costNano / 1e9,
    })),
    subsets: subsets.map(({ models: combination, chance, latencyMs, costNano }) => ({
      combination: [...combination],
      correctness: chance,
      latency_ms: latencyMs,
      cost_usd: costNano / 1e9,
    })),
  };
}
