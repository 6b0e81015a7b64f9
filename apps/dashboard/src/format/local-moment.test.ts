import { describe, expect, it } from 'vitest';
import { isoOf, localMoment } from './local-moment.js';

describe('a moment in a field', () => {
  it('comes back as it was', () => {
    const iso = '2026-05-01T10:30:00.000Z';
    expect(isoOf(localMoment(iso))).toBe(iso);
  });

  it('may be none', () => {
    expect(localMoment(null)).toBe('');
    expect(localMoment('soon')).toBe('');
    expect(isoOf('')).toBeUndefined();
  });
});
