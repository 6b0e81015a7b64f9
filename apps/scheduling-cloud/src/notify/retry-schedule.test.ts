import { expect, it } from 'vitest';
import { retryAfter } from './retry-schedule.js';

it('waits longer after each attempt, a day and an hour at most, and then gives up', () => {
  const waits = Array.from({ length: 8 }, (_, at) => retryAfter(at + 1, 0)!);
  expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  const day = 24 * 3_600;
  const sum = waits.reduce((total, wait) => total + wait, 0);
  expect(sum).toBeGreaterThan(day);
  expect(sum).toBeLessThan(day + 3_600);
  expect(retryAfter(9, 0)).toBeUndefined();
});

it('spreads what failed together', () => {
  expect(retryAfter(1, 0.5)).toBeCloseTo(5.25);
});
