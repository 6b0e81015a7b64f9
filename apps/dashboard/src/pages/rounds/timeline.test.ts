import { describe, expect, it } from 'vitest';
import type { Call } from './round.js';
import { stretchesOf } from './timeline.js';

const ZERO = '2026-05-01T10:00:00.000Z';
const call = (model: string, from: number, to: number) =>
  ({
    model,
    started_at: new Date(Date.parse(ZERO) + from).toISOString(),
    ended_at: new Date(Date.parse(ZERO) + to).toISOString(),
  }) as Call;

describe('a line of time', () => {
  it('has the calls as they began, since the query was taken in', () => {
    const { stretches, end } = stretchesOf(ZERO, [call('b', 300, 900), call('a', 20, 280)]);
    expect(stretches.map(({ call: { model }, from, to }) => [model, from, to])).toEqual([
      ['a', 20, 280],
      ['b', 300, 900],
    ]);
    expect(end).toBe(900);
  });

  it('begins with the query, whatever the clock of who asked says', () => {
    expect(stretchesOf(ZERO, [call('a', -5, 10)]).stretches[0]?.from).toBe(0);
  });

  it('of no call has some length', () => {
    expect(stretchesOf(ZERO, [])).toEqual({ stretches: [], end: 1 });
  });
});
