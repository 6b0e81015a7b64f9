import type { Evaluator } from './evaluator.js';

/** 1 if the answer equals the reference, white space at the ends apart. */
export function exact({ ignoreCase }: { ignoreCase: boolean }): Evaluator {
  const normal = (text: string): string => (ignoreCase ? text.toLowerCase() : text).trim();
  return {
    score: ({ answer, reference }) =>
      reference === null ? null : Number(normal(answer) === normal(reference)),
  };
}
