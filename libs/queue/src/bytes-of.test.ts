import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf } from './bytes-of.js';

it('is at least what the value takes as JSON, but for what is escaped', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme-ascii' }), (value) => {
      const plain = JSON.stringify(value).replaceAll('\\', '');
      expect(bytesOf(value)).toBeGreaterThanOrEqual(plain.length - 8);
    }),
  );
});

it('grows with text by its length', () => {
  expect(bytesOf({ a: ['x'.repeat(1_000)] }) - bytesOf({ a: [''] })).toBe(2_000);
});
