import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { SelectExample } from './select-example.js';
import { agreementOf, voteChance, winnerOf } from './weighted-vote.js';

const vote = (answer: string | null, weight: number) => ({ answer, weight });

describe('a weighed vote', () => {
  it('is won by the most weight, not by the most votes', () => {
    expect(winnerOf([vote('a', 0.9), vote('b', 0.4), vote('b', 0.4)])).toBe('a');
    expect(winnerOf([vote('a', 0.7), vote('b', 0.4), vote('b', 0.4)])).toBe('b');
  });

  it('is won by the first of equals, and by nobody where nobody answered', () => {
    expect(winnerOf([vote('b', 0.1 + 0.2), vote('a', 0.3)])).toBe('b');
    expect(winnerOf([vote(null, 1)])).toBeNull();
  });

  it('is as likely right as its only model', () => {
    expect(voteChance([0.7], 0.5)).toBeCloseTo(0.7, 12);
  });

  it('is right with two of three where wrong answers agree, and with one more where they differ', () => {
    const p = 0.6;
    const majority = p ** 3 + 3 * p ** 2 * (1 - p);
    expect(voteChance([p, p, p], 1)).toBeCloseTo(majority, 12);
    const strong = voteChance([0.7, 0.6, 0.6], 0) - voteChance([0.7, 0.6, 0.6], 1);
    expect(strong).toBeCloseTo(0.7 * 0.4 * 0.4, 12);
  });

  it('is right with a chance, the lower the more wrong answers agree', () => {
    const confidences = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(confidences, (own) => {
        const [apart, alike] = [voteChance(own, 0), voteChance(own, 1)];
        expect(alike).toBeGreaterThan(0);
        expect(apart).toBeLessThan(1);
        expect(alike).toBeLessThanOrEqual(apart);
        expect(voteChance(own, 0.5)).toBeCloseTo((apart + alike) / 2, 9);
      }),
    );
  });
});

describe('the agreement of wrong answers', () => {
  const example = (answers: readonly (string | null)[]): SelectExample => ({
    query: { text: 'q' },
    outcomes: new Map(
      answers.map((answer, at) => [
        `m${at}`,
        { reward: Number(answer === 'right'), answer, latencyMs: 1, outputTokens: 1, costNano: 1 },
      ]),
    ),
  });
  const models = ['m0', 'm1', 'm2'];

  it('is learnt from pairs that are both wrong', () => {
    const alike = Array.from({ length: 400 }, () => example(['x', 'x', 'right']));
    const apart = Array.from({ length: 400 }, () => example(['x', 'y', null]));
    expect(agreementOf(models, alike, 1)).toBeGreaterThan(0.95);
    expect(agreementOf(models, apart, 1)).toBeLessThan(0.05);
    expect(agreementOf(models, [...alike, ...apart], 1)).toBeCloseTo(0.5, 9);
  });

  it('is even where no two were wrong', () => {
    expect(agreementOf(models, [example(['right', 'right', 'x'])], 1)).toBe(0.5);
  });
});
