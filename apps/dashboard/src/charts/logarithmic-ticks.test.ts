import { describe, expect, it } from 'vitest';
import { logarithmicTicks } from './logarithmic-ticks.js';

describe('the ticks of a logarithmic axis', () => {
  it('are 1, 2 and 5 of every power of ten', () => {
    expect(logarithmicTicks(0.00001, 0.0012, 7)).toEqual([
      0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001,
    ]);
  });

  it('are the powers alone where there are many', () => {
    expect(logarithmicTicks(0.00001, 1, 7)).toEqual([0.00001, 0.0001, 0.001, 0.01, 0.1, 1]);
  });
});
