import { verdict, type JudgeSpec, type Verdict } from '#contracts';
import { EvaluationError } from './evaluator.js';

/** JSON alone, or in the fence that chat models like to put around it. */
const FENCED = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/;

/**
 * What a judge says, with its mark as a score in [0, 1].
 * @throws EvaluationError if that can't be read
 */
export function verdictIn(
  said: string,
  { scale: { min, max } }: JudgeSpec,
): Verdict & { score: number } {
  const read = verdict.safeParse(jsonIn(said.trim()));
  if (!read.success) {
    throw new EvaluationError('the judge did not answer {"reason": text, "mark": number}');
  }
  const { reason, mark } = read.data;
  if (mark < min || mark > max) {
    throw new EvaluationError(`the judge gave ${mark}, and its marks go from ${min} to ${max}`);
  }
  return { reason, mark, score: (mark - min) / (max - min) };
}

function jsonIn(said: string): unknown {
  try {
    return JSON.parse(FENCED.exec(said)?.[1] ?? said);
  } catch {
    return undefined;
  }
}
