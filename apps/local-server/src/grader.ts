import type { CallReport, ExecutionQuery, Failure, TaskSpec } from '#contracts';
import type { Evaluators } from '#evaluation';
import { inputOf } from './prompts.js';
import { retrying } from './retry.js';

/** Scores the answers of calls. */
export class Grader {
  constructor(private readonly evaluators: Evaluators) {}

  /**
   * The report with its answer's score. An evaluator that fails leaves the score open and its error
   * on the report: the call itself succeeded, and was paid for.
   */
  async graded(call: CallReport, query: ExecutionQuery, task: TaskSpec): Promise<CallReport> {
    if (call.answer === null) return call;
    try {
      return { ...call, score: await this.score(call.model, call.answer, query, task) };
    } catch (error) {
      return { ...call, error: failureOf(error) };
    }
  }

  private async score(
    model: string,
    answer: string,
    query: ExecutionQuery,
    task: TaskSpec,
  ): Promise<number | null> {
    const { queryId, reference, metadata, deadlineAt } = query;
    const input = inputOf(query);
    const subject = { queryId, task: query.task, model, input, answer, reference, metadata };
    const evaluator = this.evaluators.of(task.evaluator);
    return retrying(async () => evaluator.score(subject, Math.max(0, deadlineAt - Date.now())), {
      retries: task.retries,
      deadlineAt,
    });
  }
}

function failureOf(error: unknown): Failure {
  return {
    code: 'evaluation_failed',
    message: error instanceof Error ? error.message : String(error),
  };
}
