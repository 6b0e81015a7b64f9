import { describe, expect, it } from 'vitest';
import { backoffMs } from './retry.js';

describe('the backoff', () => {
  it('doubles its ceiling with each retry, up to ten seconds', () => {
    const ceilings = [0, 1, 2, 5, 6, 10].map((retries) => backoffMs(retries, 1));
    expect(ceilings).toEqual([250, 500, 1_000, 8_000, 10_000, 10_000]);
  });

  it('is spread over all of the time up to its ceiling', () => {
    expect([0, 0.5, 0.9].map((fraction) => backoffMs(1, fraction))).toEqual([0, 250, 450]);
  });
});
