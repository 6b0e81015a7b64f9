import { describe, expect, it } from 'vitest';
import { timeTicks } from './time-ticks.js';

const NOON = Date.UTC(2026, 2, 4, 12) / 1_000;

describe('the texts of an axis of time', () => {
  it.each([
    ['seconds', [NOON, NOON + 10], 10, ['12:00:00', '12:00:10']],
    ['minutes', [NOON, NOON + 300], 300, ['12:00', '12:05']],
    ['the day where one begins', [NOON + 6 * 3_600, NOON + 43_200], 21_600, ['18:00', '5 Mar']],
    ['days', [NOON, NOON + 86_400], 86_400, ['4 Mar', '5 Mar']],
    ['months', [NOON], 31 * 86_400, ['Mar 2026']],
  ])('are %s', (_, ticks, apart, texts) => {
    expect(timeTicks(ticks, apart, 'UTC')).toEqual(texts);
  });
});
