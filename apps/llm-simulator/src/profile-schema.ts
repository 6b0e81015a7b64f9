import { z } from 'zod';
import type { Profile } from '#replay';

const positive = z.number().positive();
const spread = z.number().min(0).max(3);
const usd = z.number().nonnegative();
/** Where the figures beside it are from: for people. */
const source = z.union([z.string(), z.record(z.string(), z.string())]).optional();

const skill = z.strictObject({
  source,
  score: z.number().min(0).max(1),
  outputTokens: positive,
  outputSpread: spread,
});

const model = z.strictObject({
  source,
  price: z.strictObject({ inputUsdPerMillionTokens: usd, outputUsdPerMillionTokens: usd }),
  latency: z.strictObject({ firstTokenMs: usd, perTokenMs: usd, spread }),
  tasks: z.record(z.string(), skill),
});

/** A profile file: the figures of a `Profile`, each with its source. */
export const profileSchema = z
  .strictObject({
    description: z.string().optional(),
    sources: z.record(z.string(), z.string()).optional(),
    sharedLuck: z.number().min(0).max(1),
    tasks: z.record(
      z.string(),
      z.strictObject({
        source,
        inputTokens: positive,
        inputSpread: spread,
        labels: z.array(z.string().min(1)).min(2).optional(),
        sharedLuck: z.number().min(0).max(1).optional(),
      }),
    ),
    models: z.record(z.string(), model),
  })
  .superRefine(({ tasks, models }, context) => {
    if (Object.keys(tasks).length === 0)
      context.addIssue({ code: 'custom', path: ['tasks'], message: 'name at least one task' });
    for (const [name, { tasks: skills }] of Object.entries(models)) {
      for (const task of Object.keys(tasks).filter((known) => !(known in skills)))
        context.addIssue({
          code: 'custom',
          path: ['models', name, 'tasks'],
          message: `has no figures for the task ${task}`,
        });
    }
  }) satisfies z.ZodType<Profile>;
