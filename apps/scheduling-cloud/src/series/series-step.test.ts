import { describe, expect, it } from 'vitest';
import { seriesSpan, type SeriesQuery } from './series-step.js';

const NOW = new Date('2026-11-22T12:34:56.789Z');

function span(from: string, step: SeriesQuery['step'] = 'auto', to = NOW.toISOString()) {
  return seriesSpan('qa', { from, to, step }, NOW);
}

describe('the buckets of a request', () => {
  it('are as narrow as three hundred points allow', () => {
    const [minutes, hour, day, month] = [
      span('2026-11-22T12:30:56Z'),
      span('2026-11-22T11:34:56Z'),
      span('2026-11-21T12:34:56Z'),
      span('2026-10-22T12:34:56Z'),
    ];
    expect([minutes, hour, day, month].map(({ stepSeconds }) => stepSeconds)).toEqual([
      1, 15, 300, 14_400,
    ]);
    expect([minutes, hour, day, month].map(({ base }) => base)).toEqual([1, 1, 60, 3600]);
  });

  it('are no narrower than what is kept of that time', () => {
    const { stepSeconds, base } = span('2026-11-22T06:00:00Z', 'auto', '2026-11-22T06:01:00Z');
    expect([stepSeconds, base]).toEqual([60, 60]);
    expect(span('2025-11-22T06:00:00Z', 'minute').from).toEqual(
      new Date('2026-11-08T12:34:00.000Z'),
    );
    expect(span('0001-01-01T00:00:00Z', 'second').from).toEqual(
      new Date('2026-11-22T10:34:56.000Z'),
    );
  });

  it('begin at a multiple of their width', () => {
    expect(span('2026-11-22T11:34:56Z').from).toEqual(new Date('2026-11-22T11:34:45.000Z'));
    expect(span('2026-11-22T11:34:56Z', 'hour').from).toEqual(new Date('2026-11-22T11:00:00.000Z'));
  });

  it('are of the weeks where time is long', () => {
    expect(span('2020-01-01T00:00:00Z').stepSeconds).toBe(604_800);
  });
});
