import { describe, expect, it } from 'vitest';
import type { FrontPoint } from './plan.js';
import { bendOf, wishedPoint } from './wish.js';

const front: FrontPoint[] = [
  [0.5, 1],
  [0.8, 2],
  [0.85, 6],
  [0.9, 11],
].map(([accuracy = 0, cost = 0], point) => ({
  point,
  predicted_accuracy: accuracy,
  low: accuracy - 0.05,
  high: accuracy + 0.05,
  predicted_cost_usd: cost,
}));

describe('a wish', () => {
  it('for a cost is the most accurate point within it', () => {
    expect(wishedPoint({ max_cost_usd: 6 }, front)?.point).toBe(2);
    expect(wishedPoint({ max_cost_usd: 5.99 }, front)?.point).toBe(1);
    expect(wishedPoint({ max_cost_usd: 0.5 }, front)).toBeUndefined();
  });

  it('for an accuracy is the cheapest point that has it', () => {
    expect(wishedPoint({ min_accuracy: 0.8 }, front)?.point).toBe(1);
    expect(wishedPoint({ min_accuracy: 0.95 }, front)).toBeUndefined();
  });

  it('for a point is that', () => {
    expect(wishedPoint({ point: 3 }, front)?.predicted_cost_usd).toBe(11);
    expect(wishedPoint({ point: 4 }, front)).toBeUndefined();
  });
});

describe('the bend of a front', () => {
  it('is where more money buys less', () => {
    expect(bendOf(front)).toBe(1);
  });

  it('of one point, or of none, is the first', () => {
    expect(bendOf(front.slice(0, 1))).toBe(0);
    expect(bendOf([])).toBe(0);
  });
});
