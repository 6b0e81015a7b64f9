import { describe, expect, it } from 'vitest';
import { waitOf } from './prefer.js';

describe('the Prefer header', () => {
  it.each([
    [undefined, 0],
    ['', 0],
    ['respond-async', 0],
    ['wait=5', 5_000],
    ['respond-async, Wait = 10', 10_000],
    ['wait=300; x=y', 300_000],
  ])('%s waits %d ms', (prefer, ms) => {
    expect(waitOf(prefer)).toBe(ms);
  });

  it.each(['wait', 'wait=', 'wait=soon', 'wait=-1', 'wait=1.5', 'wait=301'])(
    'refuses %s',
    (prefer) => {
      expect(() => waitOf(prefer)).toThrow('a whole number of seconds from 0 to 300');
    },
  );
});
