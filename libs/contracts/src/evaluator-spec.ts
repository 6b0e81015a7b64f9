import { z } from 'zod';
import { text } from './chat.js';

const score = z.number().min(0).max(1);

/** The worst mark that a judge gives, and the best. */
const marks = z
  .strictObject({ min: z.number(), max: z.number() })
  .refine(({ min, max }) => min < max, 'min, the worst mark, must be under max, the best');

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
  /**
   * The mark that a model gives by the rubric, as its place between the worst mark and the best. The
   * model is asked, and paid, for each answer; it is among the job's models.
   */
  z.strictObject({
    kind: z.literal('llm-judge'),
    model: z.string().min(1),
    rubric: text.trim().min(1).max(20_000),
    scale: marks.default({ min: 1, max: 5 }),
    /** The bound of its verdict, reasoning included. */
    maxOutputTokens: z.int().positive().max(100_000).default(512),
    /** Sent only where it is given: some models know none. */
    temperature: z.number().min(0).max(2).exactOptional(),
    /** `json-schema`: the provider is told the verdict's schema; `text`: only the prompt tells it. */
    format: z.enum(['json-schema', 'text']).default('json-schema'),
  }),
  /** No score: wait for the rating. */
  z.strictObject({ kind: z.literal('none') }),
]);
export type EvaluatorSpec = z.infer<typeof evaluatorSpec>;

/** An evaluator that asks a model. */
export type JudgeSpec = Extract<EvaluatorSpec, { kind: 'llm-judge' }>;

/** What a judge is given to judge: its user message, as JSON. */
export const judgedSubject = z.object({
  conversation: z.array(z.object({ role: z.string(), text: z.string() })),
  reference: z.string().nullable(),
  answer: z.string(),
  /** Whether the answer was too long to be given whole. */
  answer_is_cut: z.boolean(),
  marks,
});
export type JudgedSubject = z.infer<typeof judgedSubject>;

/** What a judge answers, as JSON. */
export const verdict = z.looseObject({ reason: z.string().default(''), mark: z.number() });
export type Verdict = z.infer<typeof verdict>;

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
