import { randomUUID } from 'node:crypto';
import type { ExecutionQuery, ExecutionsJob, ModelSpec, TaskSpec } from '#contracts';

/** What a call of a model costs in these tests: 10 tokens in and 2 out, at a dollar a million. */
export const CALL_NANO_USD = 12_000;

/** A query to task `t`, a minute before its deadline, whose right answer is "right". */
export function query(
  combination: string[],
  changes: Partial<ExecutionQuery> = {},
): ExecutionQuery {
  return {
    queryId: randomUUID(),
    task: 't',
    messages: [
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'how so?' },
    ],
    options: {},
    reference: 'right',
    metadata: {},
    combination,
    deadlineAt: Date.now() + 60_000,
    replyTo: null,
    stream: null,
    reservedNano: null,
    ...changes,
  };
}

/** A job of the queries, for task `t` and models `a` to `d` at the upstream. */
export function job(
  upstream: { url: string },
  queries: ExecutionQuery[],
  task: Partial<TaskSpec> = {},
): ExecutionsJob {
  const models = ['a', 'b', 'c', 'd'].map((name) => [name, model(name, upstream.url)] as const);
  return {
    tasks: {
      t: {
        execution: 'cascade',
        successAt: 1,
        evaluator: { kind: 'exact', ignoreCase: false },
        callTimeoutMs: 5_000,
        retries: 0,
        ...task,
      },
    },
    models: Object.fromEntries(models),
    queries,
  };
}

function model(name: string, url: string): ModelSpec {
  return {
    provider: 'openai-compatible',
    baseUrl: `${url}/v1`,
    upstreamModel: name,
    price: { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1, requestUsd: 0 },
    cost: 'price',
    maxOutputTokens: 16,
  };
}
