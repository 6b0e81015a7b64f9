import { describe, expect, it } from 'vitest';
import type { GradeRequest } from '#contracts';
import { JsonPoster } from '#llm';
import { evaluatorOf, type PlainEvaluatorSpec } from './evaluators.js';

interface Example {
  answer: string;
  reference?: string | null;
  score: number | null;
}

export interface Promised {
  spec: PlainEvaluatorSpec;
  /** Answers and the scores they deserve. */
  examples: readonly Example[];
  /** Whether an answer can only be judged against a reference. */
  needsReference: boolean;
}

/** A query's answer, to be judged. */
export function subject(answer: string, reference: string | null = null): GradeRequest {
  return { queryId: 'q1', task: 't', model: 'm', input: 'i', answer, reference, metadata: {} };
}

/** What every evaluator promises. */
export function describeEvaluator({ spec, examples, needsReference }: Promised): void {
  describe(`the ${spec.kind} evaluator`, () => {
    const evaluator = evaluatorOf(spec, new JsonPoster());
    const score = async (answer: string, reference: string | null = null) =>
      evaluator.score(subject(answer, reference), 5_000);

    it.each(examples)('scores $answer against $reference as $score', async (example) => {
      expect(await score(example.answer, example.reference)).toBe(example.score);
    });

    it('scores the same answer alike each time', async () => {
      for (const { answer, reference } of examples) {
        const first = await score(answer, reference);
        expect(await score(answer, reference)).toBe(first);
      }
    });

    it('has a verdict in [0, 1], or none, on an answer of any kind', async () => {
      const answers = ['', ' ', '\n', '😀', '\uD800', '-', '$', '(((', '\\boxed{', '#### ', '[]'];
      for (const answer of answers) {
        const verdict = (await score(answer, '1')) ?? 0;
        expect(verdict).toBeGreaterThanOrEqual(0);
        expect(verdict).toBeLessThanOrEqual(1);
      }
    });

    it('judges a million characters of any one kind within seconds', async () => {
      for (const piece of ['1', '1,111', 'a', '(', '-', ' ', 'answer ', '{"a":', '\\frac{1']) {
        const startedAt = performance.now();
        await score(piece.repeat(1_000_000 / piece.length), 'B');
        expect(performance.now() - startedAt).toBeLessThan(5_000);
      }
    });

    if (needsReference) {
      it('has no verdict without a reference', async () => {
        expect(await score(examples[0]!.answer, null)).toBeNull();
      });
    } else {
      it('needs no reference', async () => {
        const own = examples.find((example) => example.reference === undefined)!;
        expect(await score(own.answer, null)).toBe(own.score);
      });
    }
  });
}
