import { largest, stacked, type Share } from '../../charts/stacked.js';

export const OTHERS = 'others';
/** As many as can be told apart in a stack. */
const MOST = 9;
/** Columns of a stack that is still smooth. */
const COLUMNS = 60;

/** What was chosen at a moment, so many times. */
export interface Choice {
  at: string;
  name: string;
  count: number;
}

export interface StackedShares {
  /** Seconds since 1970. */
  at: number[];
  /** From the bottom up. */
  shares: Share[];
  /** As parts of one, each with all below it. */
  tops: number[][];
}

/** The shares over time, in at most so many columns that each holds something to share. */
export function sharesOf(choices: readonly Choice[], stepSeconds: number): StackedShares {
  const seconds = choices.map(({ at }) => Date.parse(at) / 1_000);
  const width = widthOf(seconds, stepSeconds);
  const columns = [...new Set(seconds.map((second) => columnOf(second, width)))].sort(
    (one, other) => one - other,
  );
  const places = new Map(columns.map((column, place) => [column, place]));
  const counts = new Map<string, number[]>();
  choices.forEach(({ name, count }, at) => {
    const place = places.get(columnOf(seconds[at] ?? 0, width)) ?? 0;
    const values = counts.get(name) ?? new Array<number>(columns.length).fill(0);
    values[place] = (values[place] ?? 0) + count;
    counts.set(name, values);
  });
  const shares = largest(
    [...counts].map(([name, values]) => ({ name, values })),
    MOST,
    OTHERS,
  );
  return { at: columns, shares, tops: stacked(shares) };
}

function columnOf(second: number, width: number): number {
  return Math.floor(second / width) * width;
}

/** Whole steps, so wide that there are not more columns than wanted. */
function widthOf(seconds: readonly number[], step: number): number {
  if (seconds.length === 0) return step;
  const [first, last] = seconds.reduce(
    ([least, most], second) => [Math.min(least, second), Math.max(most, second)],
    [Infinity, -Infinity],
  );
  return step * Math.max(1, Math.ceil((last - first) / step / COLUMNS));
}
