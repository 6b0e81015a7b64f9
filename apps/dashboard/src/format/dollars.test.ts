import { describe, expect, it } from 'vitest';
import { dollars } from './dollars.js';

describe('dollars', () => {
  it.each([
    [0, '$0'],
    [0.00021, '$0.00021'],
    [0.000207, '$0.00021'],
    [0.0000005, '$0.00000050'],
    [0.043, '$0.043'],
    [0.5, '$0.50'],
    [1, '$1.00'],
    [12.3, '$12.30'],
    [1234.5, '$1,235'],
    [-0.002, '−$0.0020'],
  ])('writes %d as %s', (usd, text) => {
    expect(dollars(usd)).toBe(text);
  });
});
