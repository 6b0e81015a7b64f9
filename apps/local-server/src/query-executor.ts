import type { CallReport, ExecutionQuery, ExecutionsJob, QueryOutcome, TaskSpec } from '#contracts';
import { executions } from './execution.js';
import type { Grader } from './grader.js';
import type { ModelCaller } from './model-caller.js';
import { named } from './named.js';
import { outcomeOf } from './outcome.js';
import { promptsOf, type Prompt } from './prompts.js';

/** Executes a query as its task says: asks the models of its combination and judges the answers. */
export class QueryExecutor {
  constructor(
    private readonly caller: ModelCaller,
    private readonly grader: Grader,
  ) {}

  /** @throws Error if the job does not hold the query's task or a model of its combination */
  async execute(query: ExecutionQuery, { tasks, models }: ExecutionsJob): Promise<QueryOutcome> {
    const task = named(tasks, query.task, 'task');
    const { run, served } = executions[task.execution];
    const ask = (prompt: Prompt) => this.ask(prompt, query, task);
    const calls = await run(promptsOf(query, task, models), ask, task.successAt);
    return outcomeOf(query, calls, served(calls), Date.now());
  }

  private async ask(
    prompt: Prompt,
    query: ExecutionQuery,
    task: TaskSpec,
  ): Promise<CallReport | null> {
    const call = await this.caller.call(prompt, query, {
      timeoutMs: task.callTimeoutMs,
      retries: task.retries,
      deadlineAt: query.deadlineAt,
    });
    return call && this.grader.graded(call, query, task);
  }
}
