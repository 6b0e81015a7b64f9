import { z } from 'zod';

const kinds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact'), ignoreCase: z.boolean().default(false) }),
  z.strictObject({
    kind: z.literal('choice'),
    choices: z.array(z.string().min(1)).min(2).default(['A', 'B', 'C', 'D']),
  }),
  z.strictObject({ kind: z.literal('number'), tolerance: z.number().nonnegative().default(1e-6) }),
  z.strictObject({
    kind: z.literal('regex'),
    pattern: z.string().min(1),
    flags: z
      .string()
      .regex(/^[imsu]*$/, 'may have the letters i, m, s and u')
      .default(''),
  }),
  z.strictObject({
    kind: z.literal('contains'),
    text: z.string().min(1).exactOptional(),
    ignoreCase: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('json-schema'), schema: z.record(z.string(), z.unknown()) }),
  z.strictObject({
    kind: z.literal('http'),
    url: z.url({
      protocol: /^https?$/,
      error: 'must be an address such as http://localhost:9000/grade',
    }),
    timeoutMs: z.int().positive().max(60_000).default(5_000),
  }),
  z.strictObject({ kind: z.literal('none') }),
]);

/**
 * How an answer becomes a score: the fields and defaults of the contracts' evaluators. An evaluator
 * without fields may be written as its name alone.
 */
export const evaluatorConfig = z.preprocess(
  (written) => (typeof written === 'string' ? { kind: written } : written),
  kinds.superRefine((evaluator, context) => {
    if (evaluator.kind !== 'regex') return;
    try {
      new RegExp(evaluator.pattern, evaluator.flags);
    } catch (error) {
      const message = `is no regular expression: ${(error as Error).message}`;
      context.addIssue({ code: 'custom', path: ['pattern'], message });
    }
  }),
);
