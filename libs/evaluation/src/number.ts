import type { Evaluator } from './evaluator.js';
import { finalNumber } from './final-number.js';

/** 1 if the last number in the answer is the reference, within a relative tolerance. */
export function number({ tolerance }: { tolerance: number }): Evaluator {
  return {
    score: ({ answer, reference }) => {
      const expected = reference === null ? undefined : finalNumber(reference);
      if (expected === undefined) return null;
      const given = finalNumber(answer);
      if (given === undefined) return 0;
      return Number(Math.abs(given - expected) <= tolerance * Math.abs(expected));
    },
  };
}
