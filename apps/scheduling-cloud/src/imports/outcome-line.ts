import { z } from 'zod';
import type { Task } from '../tasks/task.js';

/** Dearer calls are taken for a mistake of units. */
const DEAREST_USD = 100;
const tokens = z.int().min(0).max(10_000_000);

/** A line of an import: what one model did with one query. */
const outcomeLine = z
  .strictObject({
    model: z.string().min(1),
    query: z.string().min(1).exactOptional(),
    score: z.number().min(0).max(1).exactOptional(),
    cost_usd: z.number().min(0).max(DEAREST_USD).exactOptional(),
    input_tokens: tokens.exactOptional(),
    output_tokens: tokens.exactOptional(),
  })
  .refine(({ score, cost_usd }) => score !== undefined || cost_usd !== undefined, {
    error: 'must have a score or cost_usd',
  });

/** An outcome in the units of storage; null is what is not known. */
export interface Outcome {
  model: string;
  query: string | null;
  /** As the task counts it: 0 or 1 where it has `successAt`. */
  rewardMicro: number | null;
  costNano: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
}

/** Reads a line of an import. @returns the outcome, or in words what is wrong with the line */
export function readOutcome(text: string, task: Task, needsQuery: boolean): Outcome | string {
  const written = parsedJson(text);
  if (written === undefined) return 'is no JSON';
  const read = outcomeLine.safeParse(written);
  if (!read.success) {
    const [issue] = read.error.issues;
    const path = issue?.path.join('.') ?? '';
    return path === '' ? (issue?.message ?? 'is no outcome') : `${path}: ${issue?.message ?? ''}`;
  }
  const { model, query, score, cost_usd, input_tokens, output_tokens } = read.data;
  if (!task.models.has(model)) {
    return `model: ${JSON.stringify(model)} is no model of task ${task.name}, which has ${[...task.models.keys()].join(', ')}`;
  }
  if (needsQuery && query === undefined) {
    return `query: is missing, and task ${task.name} learns from the text of queries`;
  }
  return {
    model,
    query: query ?? null,
    rewardMicro: score === undefined ? null : countedMicro(score, task.successAtMicro),
    costNano: cost_usd === undefined ? null : Math.round(cost_usd * 1e9),
    inputTokens: input_tokens ?? null,
    outputTokens: output_tokens ?? null,
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function countedMicro(score: number, successAtMicro: number | null): number {
  const micro = Math.round(score * 1e6);
  if (successAtMicro === null) return micro;
  return micro >= successAtMicro ? 1_000_000 : 0;
}
