import type { CallReport, Failure } from '#contracts';
import type { Evaluators, PlainEvaluatorSpec } from '#evaluation';
import { JudgingError, withLostJudging, type Judge, type Seat } from './judge.js';
import { inputOf } from './prompts.js';
import { retrying } from './retry.js';
import type { Round } from './round.js';

/** Scores the answers of calls. */
export class Grader {
  constructor(
    private readonly evaluators: Evaluators,
    private readonly judge: Judge,
  ) {}

  /**
   * The report with its answer's score. An evaluator that fails leaves the score open and its error
   * on the report: the call itself succeeded, and was paid for.
   */
  async graded(call: CallReport, seat: Seat): Promise<CallReport> {
    const { round } = seat;
    const { evaluator } = round.task;
    if (call.answer === null) return withLostJudging(call, seat);
    try {
      if (evaluator.kind === 'llm-judge') return await this.judge.judged(call, seat, evaluator);
      const score = await this.score(call.model, call.answer, round, evaluator);
      return { ...call, score };
    } catch (error) {
      const paid = error instanceof JudgingError ? error.report : call;
      return { ...paid, error: failureOf(error) };
    }
  }

  private async score(
    model: string,
    answer: string,
    { query, task }: Round,
    spec: PlainEvaluatorSpec,
  ): Promise<number | null> {
    const { queryId, reference, metadata, deadlineAt } = query;
    const input = inputOf(query);
    const subject = { queryId, task: query.task, model, input, answer, reference, metadata };
    const evaluator = this.evaluators.of(spec);
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
