import type { ExecutionQuery, ExecutionsJob, ModelSpec, TaskSpec } from '#contracts';
import type { Task } from '../tasks/task.js';

/** The job that carries the queries, with the tasks and models that they name. */
export function executionsJobOf(
  queries: ExecutionQuery[],
  taskOf: (name: string) => Task | undefined,
): ExecutionsJob {
  const tasks: Record<string, TaskSpec> = {};
  const models: Record<string, ModelSpec> = {};
  for (const { task: name, combination } of queries) {
    const task = taskOf(name);
    if (task === undefined) throw new Error(`there is no task ${name}`);
    tasks[name] = task.execution;
    const { fallback, evaluator } = task.execution;
    if (fallback !== undefined && task.fallback) models[fallback] = task.fallback;
    if (evaluator.kind === 'llm-judge' && task.judge) models[evaluator.model] = task.judge;
    for (const model of combination) {
      const spec = task.models.get(model);
      if (spec === undefined) throw new Error(`task ${name} has no model ${model}`);
      models[model] = spec;
    }
  }
  return { tasks, models, queries };
}
