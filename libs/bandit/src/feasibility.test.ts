import { describe, expect, it } from 'vitest';
import { assertFeasible, cheapestCombination, InfeasibleBudgetError } from './feasibility.js';
import { SizeError } from './size-error.js';

const offers = [
  { model: 'dear', priorCostNano: 900_000 },
  { model: 'cheap', priorCostNano: 100_000 },
  { model: 'fair', priorCostNano: 400_000 },
];

describe('a budget', () => {
  it('that no combination fits is refused, and the cheapest is named', () => {
    expect(() => assertFeasible(offers, 'sum-up', 2, 200_000)).toThrow(
      new InfeasibleBudgetError(200_000, { combination: ['cheap', 'fair'], costNano: 500_000 }),
    );
    expect(() => assertFeasible(offers, 'sum-up', 2, 200_000)).toThrow(
      'no combination of 2 models costs at most $0.0002 a query; ' +
        'the cheapest (cheap, fair) costs $0.0005: raise the budget or lower the size',
    );
  });

  it('need only pay for one model where one success is enough', () => {
    expect(() => assertFeasible(offers, 'any-win', 2, 100_000)).not.toThrow();
    expect(() => assertFeasible(offers, 'any-win', 2, 50_000)).toThrow(
      'no model costs at most $0.00005 a query; the cheapest (cheap) costs $0.0001: ' +
        'raise the budget or add a cheaper model',
    );
  });

  it('that the cheapest combination just fits is accepted', () => {
    expect(() => assertFeasible(offers, 'all-in', 3, 1_400_000)).not.toThrow();
    expect(cheapestCombination(offers, 'all-in', 3).costNano).toBe(1_400_000);
  });
});

describe('a size', () => {
  it.each([0, 4, 1.5, NaN])('of %d of 3 models is refused', (size) => {
    expect(() => assertFeasible(offers, 'any-win', size, 1e9)).toThrow(SizeError);
  });
});
