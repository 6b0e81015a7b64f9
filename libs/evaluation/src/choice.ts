import { choiceReader, sameChoice } from './choice-reader.js';
import type { Evaluator } from './evaluator.js';

/** 1 if the choice that the answer makes is the reference. */
export function choice({ choices }: { choices: readonly string[] }): Evaluator {
  const read = choiceReader(choices);
  return {
    score: ({ answer, reference }) => {
      const expected = choices.find((each) => reference !== null && sameChoice(each, reference));
      return expected === undefined ? null : Number(read(answer) === expected);
    },
  };
}
