import type { GradeRequest } from '#contracts';

/** Judges answers: one of the interchangeable ways from an answer to a score. */
export interface Evaluator {
  /**
   * The score of an answer, in [0, 1]; null where nothing can be said of it now: there is no
   * reference to compare it with, or only a rating can tell.
   * @param timeoutMs milliseconds that an evaluator which asks elsewhere may take
   * @throws EvaluationError if the answer cannot be judged
   * @throws UpstreamError from an evaluator that asks elsewhere; it says whether to try again
   */
  score(subject: GradeRequest, timeoutMs: number): number | null | Promise<number | null>;
}

/** An evaluator that cannot be made or cannot judge, whatever the number of attempts. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}
