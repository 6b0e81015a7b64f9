import { describe, expect, it } from 'vitest';
import { accuracyAt, savingAt } from './hindsight-figures.js';
import { invertedGenerationalDistance, trueFront } from './true-front.js';

const query = (rewards: number[], costs: number[]) => ({
  rewards: Float64Array.from(rewards),
  costsNano: Float64Array.from(costs, (usd) => usd * 1e9),
});

describe('the true front', () => {
  it('starts at the cheapest and upgrades in order of the cheapest right model', () => {
    const front = trueFront([
      query([0, 1, 1], [1, 5, 3]),
      query([1, 1, 1], [1, 5, 3]),
      query([0, 1, 0], [1, 2, 3]),
      query([0, 0, 0], [2, 5, 3]),
    ]);
    expect(front).toEqual([
      { costUsd: 5, accuracy: 0.25 },
      { costUsd: 6, accuracy: 0.5 },
      { costUsd: 8, accuracy: 0.75 },
    ]);
  });
});

describe('the inverted generational distance', () => {
  const truth = [
    { costUsd: 0, accuracy: 0 },
    { costUsd: 10, accuracy: 1 },
  ];

  it('is the mean distance from the truth to what was found', () => {
    expect(invertedGenerationalDistance(truth, truth)).toBe(0);
    const found = [{ costUsd: 3, accuracy: 0 }];
    expect(invertedGenerationalDistance(truth, found)).toBeCloseTo((3 + Math.sqrt(50)) / 2, 12);
  });

  it('is normalised by the ranges of the truth', () => {
    const found = [{ costUsd: 5, accuracy: 0 }];
    const expected = (0.5 + Math.sqrt(1.25)) / 2;
    expect(invertedGenerationalDistance(truth, found, { normalised: true })).toBeCloseTo(
      expected,
      12,
    );
  });
});

describe('figures in hindsight', () => {
  const found = [
    { costUsd: 1, accuracy: 0.4 },
    { costUsd: 4, accuracy: 0.6 },
    { costUsd: 9, accuracy: 0.7 },
  ];

  it('read off what is saved at an accuracy, and what is earned at a cost', () => {
    expect(savingAt(found, { accuracy: 0.6, costUsd: 10 })).toBeCloseTo(0.6, 12);
    expect(savingAt(found, { accuracy: 0.8, costUsd: 10 })).toBe(0);
    expect(accuracyAt(found, 8)).toBe(0.6);
    expect(accuracyAt(found, 0.5)).toBe(0);
  });
});
