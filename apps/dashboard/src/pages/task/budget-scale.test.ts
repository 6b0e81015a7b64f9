import { describe, expect, it } from 'vitest';
import { budgetAt, PLACES, placeOf } from './budget-scale.js';

describe('the slider of budgets', () => {
  it('goes from the least to the most in steps alike in proportion', () => {
    expect(budgetAt(0, 0.0001, 0.01)).toBe(0.0001);
    expect(budgetAt(PLACES / 2, 0.0001, 0.01)).toBe(0.001);
    expect(budgetAt(PLACES, 0.0001, 0.01)).toBe(0.01);
  });

  it('is where its budget is', () => {
    const budget = budgetAt(123, 0.0001, 0.01);
    expect(placeOf(budget, 0.0001, 0.01)).toBe(123);
    expect(placeOf(1, 0.0001, 0.01)).toBe(PLACES);
  });

  it('stands still where there is nothing to choose', () => {
    expect([budgetAt(7, 0.5, 0.5), placeOf(0.5, 0.5, 0.5)]).toEqual([0.5, 0]);
  });
});
