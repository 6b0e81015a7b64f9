import { describe, expect, it } from 'vitest';
import { largest, stacked } from './stacked.js';

describe('shares', () => {
  it('lie one on top of the other, up to one', () => {
    const shares = [
      { name: 'a', values: [1, 0, 0] },
      { name: 'b', values: [3, 5, 0] },
    ];
    expect(stacked(shares)).toEqual([
      [0.25, 0, 0],
      [1, 1, 0],
    ]);
  });

  it('are the largest by name, and the others as one', () => {
    const shares = ['a', 'b', 'c', 'others'].map((name, at) => ({ name, values: [at, 1] }));
    expect(largest(shares, 2, 'others')).toEqual([
      { name: 'c', values: [2, 1] },
      { name: 'b', values: [1, 1] },
      { name: 'others', values: [3, 2] },
    ]);
    expect(largest(shares.slice(0, 2), 2, 'others').map(({ name }) => name)).toEqual(['b', 'a']);
  });
});
