import { describe, expect, it } from 'vitest';
import { sharesOf, type Choice } from './shares.js';

const choice = (second: number, name: string, count: number): Choice => ({
  at: new Date(second * 1_000).toISOString(),
  name,
  count,
});

describe('the shares over time', () => {
  it('are those of each moment at which something was chosen', () => {
    const choices = [choice(1, 'a', 1), choice(1, 'b', 3), choice(9, 'a', 5)];
    const { at, shares, tops } = sharesOf(choices, 1);
    expect(at).toEqual([1, 9]);
    expect(shares.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(tops).toEqual([
      [0.25, 1],
      [1, 1],
    ]);
  });

  it('are drawn in few columns, each of whole steps', () => {
    const choices = Array.from({ length: 600 }, (_, second) => choice(second, 'a', 1));
    const { at, shares } = sharesOf(choices, 1);
    expect(at).toHaveLength(60);
    expect(shares[0]!.values).toEqual(new Array(60).fill(10));
  });

  it('tell nine apart, and draw the rest as one', () => {
    const choices = Array.from({ length: 12 }, (_, at) => choice(1, `m${at}`, 12 - at));
    const { shares } = sharesOf(choices, 1);
    expect(shares).toHaveLength(10);
    expect(shares.at(-1)).toEqual({ name: 'others', values: [6] });
  });
});
