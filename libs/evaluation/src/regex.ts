import { BoundedPattern } from './bounded-pattern.js';
import type { Evaluator } from './evaluator.js';

/**
 * 1 if the pattern is found in the answer.
 * @throws EvaluationError if it is no regular expression
 */
export function regex({ pattern, flags }: { pattern: string; flags: string }): Evaluator {
  const bounded = new BoundedPattern(pattern, flags);
  return { score: ({ answer }) => Number(bounded.test(answer)) };
}
