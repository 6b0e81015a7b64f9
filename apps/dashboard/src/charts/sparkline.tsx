import type { JSX } from 'preact';

const WIDTH = 300;
const HEIGHT = 48;
const EDGE = 3;

/** A line without axes, with its band: how it went, not how much. */
export function Sparkline({
  name,
  values,
  lows,
  highs,
  colour,
}: {
  /** What it shows, in words. */
  name: string;
  values: readonly (number | null)[];
  lows: readonly (number | null)[];
  highs: readonly (number | null)[];
  colour: string;
}): JSX.Element {
  const known = [...values, ...lows, ...highs].filter((value) => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const x = (place: number) => (place / Math.max(1, values.length - 1)) * WIDTH;
  const y = (value: number) =>
    HEIGHT - EDGE - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * EDGE);
  const points = (line: readonly (number | null)[]) =>
    line.flatMap((value, place) =>
      value === null ? [] : [`${x(place).toFixed(1)},${y(value).toFixed(1)}`],
    );
  return (
    <svg
      class="sparkline"
      role="img"
      aria-label={name}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <polygon
        points={[...points(lows), ...points(highs).toReversed()].join(' ')}
        fill={colour}
        fill-opacity="0.18"
      />
      <polyline
        points={points(values).join(' ')}
        fill="none"
        stroke={colour}
        stroke-width="2"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}
