import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowOf } from './window.js';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
];
const SPANS = ['minute', 'hour', 'day', 'week', 'month'] as const;
const HOUR_MS = 3_600_000;

function window(span: (typeof SPANS)[number], zone: string, at: string): string[] {
  const { start, end } = windowOf(span, zone, new Date(at));
  return [start.toISOString(), end.toISOString()];
}

describe('a window', () => {
  it('holds its moment, from its start and up to its end', () => {
    expect(window('minute', 'UTC', '2026-03-01T12:34:56.789Z')).toEqual([
      '2026-03-01T12:34:00.000Z',
      '2026-03-01T12:35:00.000Z',
    ]);
    expect(window('week', 'UTC', '2026-03-01T23:59:59.999Z')).toEqual([
      '2026-02-23T00:00:00.000Z',
      '2026-03-02T00:00:00.000Z',
    ]);
    expect(window('month', 'UTC', '2028-02-29T23:59:59.999Z')).toEqual([
      '2028-02-01T00:00:00.000Z',
      '2028-03-01T00:00:00.000Z',
    ]);
    expect(window('month', 'UTC', '2026-12-31T12:00:00Z')[1]).toBe('2027-01-01T00:00:00.000Z');
  });

  it('begins at midnight in its time zone, and has 23 or 25 hours when clocks change', () => {
    expect(window('day', 'Europe/Berlin', '2026-07-01T22:00:00Z')[0]).toBe(
      '2026-07-01T22:00:00.000Z',
    );
    const spring = windowOf('day', 'Europe/Berlin', new Date('2026-03-29T12:00:00Z'));
    expect((spring.end.getTime() - spring.start.getTime()) / HOUR_MS).toBe(23);
    const autumn = windowOf('day', 'Europe/Berlin', new Date('2026-10-25T12:00:00Z'));
    expect((autumn.end.getTime() - autumn.start.getTime()) / HOUR_MS).toBe(25);
  });

  it('is one day where midnight comes twice, and begins late where it does not come', () => {
    const twice = ['2025-11-02T04:30:00Z', '2025-11-02T05:30:00Z'];
    for (const at of twice) {
      expect(window('day', 'America/Havana', at)).toEqual([
        '2025-11-02T04:00:00.000Z',
        '2025-11-03T05:00:00.000Z',
      ]);
    }
    expect(window('day', 'Africa/Cairo', '2026-04-24T12:00:00Z')).toEqual([
      '2026-04-23T22:00:00.000Z',
      '2026-04-24T21:00:00.000Z',
    ]);
    expect(window('day', 'Pacific/Apia', '2011-12-30T09:59:59Z')[1]).toBe(
      '2011-12-30T10:00:00.000Z',
    );
  });

  it('meets its neighbours without a gap, wherever and whenever', () => {
    const moments = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(
        fc.constantFrom(...SPANS),
        fc.constantFrom(...ZONES),
        moments,
        (span, zone, ms) => {
          const { start, end } = windowOf(span, zone, new Date(ms));
          expect(start.getTime()).toBeLessThanOrEqual(ms);
          expect(end.getTime()).toBeGreaterThan(ms);
          for (const at of [start.getTime(), end.getTime() - 1]) {
            expect(windowOf(span, zone, new Date(at))).toEqual({ start, end });
          }
          expect(windowOf(span, zone, end).start).toEqual(end);
          expect(windowOf(span, zone, new Date(start.getTime() - 1)).end).toEqual(start);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
