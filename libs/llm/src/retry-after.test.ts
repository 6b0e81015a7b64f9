import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const NOW = Date.parse('2025-01-01T00:00:00Z');

describe('Retry-After', () => {
  it('is read in seconds, in milliseconds and as a date', () => {
    expect(retryAfterMs({ 'retry-after': '1.5' }, NOW)).toBe(1_500);
    expect(retryAfterMs({ 'retry-after-ms': '20', 'retry-after': '1' }, NOW)).toBe(20);
    expect(retryAfterMs({ 'retry-after': 'Wed, 01 Jan 2025 00:00:03 GMT' }, NOW)).toBe(3_000);
  });

  it('is nothing to wait for once its date is past', () => {
    expect(retryAfterMs({ 'retry-after': 'Tue, 31 Dec 2024 23:59:59 GMT' }, NOW)).toBe(0);
  });

  it('is ignored where it is missing or makes no sense', () => {
    for (const value of [undefined, 'soon', '', '99999999999999']) {
      expect(retryAfterMs({ 'retry-after': value }, NOW)).toBeUndefined();
    }
  });
});
