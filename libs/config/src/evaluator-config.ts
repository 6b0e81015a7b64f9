import { z } from 'zod';
import { evaluatorSpec } from '#contracts';

/**
 * How an answer becomes a score: an evaluator of the contracts. One that needs no fields may be
 * written as its name alone.
 */
export const evaluatorConfig = z.preprocess(
  (written) => (typeof written === 'string' ? { kind: written } : written),
  evaluatorSpec.superRefine((evaluator, context) => {
    if (evaluator.kind !== 'regex') return;
    try {
      new RegExp(evaluator.pattern, evaluator.flags);
    } catch (error) {
      const message = `is no regular expression: ${(error as Error).message}`;
      context.addIssue({ code: 'custom', path: ['pattern'], message });
    }
  }),
);
