import { z } from 'zod';

const score = z.number().min(0).max(1);

/** How an answer becomes a score in [0, 1]. The `reference` is the query's own, sent by the client. */
export const evaluatorSpec = z.discriminatedUnion('kind', [
  /** 1 if the answer equals the reference, white space at the ends apart. */
  z.strictObject({ kind: z.literal('exact'), ignoreCase: z.boolean().default(false) }),
  /** 1 if the letter that the answer chooses is the reference. */
  z.strictObject({
    kind: z.literal('choice'),
    choices: z.array(z.string().min(1)).min(2).default(['A', 'B', 'C', 'D']),
  }),
  /** 1 if the last number in the answer is the reference, within a relative tolerance. */
  z.strictObject({ kind: z.literal('number'), tolerance: z.number().nonnegative().default(1e-6) }),
  /** 1 if the pattern is found in the answer. */
  z.strictObject({
    kind: z.literal('regex'),
    pattern: z.string().min(1),
    flags: z
      .string()
      .regex(/^[imsu]*$/, 'may have the letters i, m, s and u')
      .default(''),
  }),
  /** 1 if the answer contains the text, or the query's reference where there is no text. */
  z.strictObject({
    kind: z.literal('contains'),
    text: z.string().min(1).exactOptional(),
    ignoreCase: z.boolean().default(false),
  }),
  /** 1 if the answer is JSON that satisfies the schema (a JSON Schema, draft 2020-12). */
  z.strictObject({ kind: z.literal('json-schema'), schema: z.record(z.string(), z.unknown()) }),
  /** The score that the hook returns as `{"score": …}`. */
  z.strictObject({
    kind: z.literal('http'),
    url: z.url({
      protocol: /^https?$/,
      error: 'must be an address such as http://localhost:9000/grade',
    }),
    timeoutMs: z.int().positive().max(60_000).default(5_000),
  }),
  /** No score: wait for the rating. */
  z.strictObject({ kind: z.literal('none') }),
]);
export type EvaluatorSpec = z.infer<typeof evaluatorSpec>;

/** What is posted to an `http` evaluator. */
export const gradeRequest = z.object({
  queryId: z.string(),
  task: z.string(),
  model: z.string(),
  input: z.string(),
  answer: z.string(),
  reference: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
});
export type GradeRequest = z.infer<typeof gradeRequest>;

/** What an `http` evaluator answers. */
export const gradeResponse = z.object({ score });
export type GradeResponse = z.infer<typeof gradeResponse>;
