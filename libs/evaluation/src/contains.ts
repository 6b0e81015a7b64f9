import type { Evaluator } from './evaluator.js';

/** 1 if the answer contains the text, or the query's reference where there is no text. */
export function contains(settings: { text?: string | undefined; ignoreCase: boolean }): Evaluator {
  const normal = (text: string): string => (settings.ignoreCase ? text.toLowerCase() : text);
  return {
    score: ({ answer, reference }) => {
      const text = settings.text ?? reference;
      return text === null ? null : Number(normal(answer).includes(normal(text)));
    },
  };
}
