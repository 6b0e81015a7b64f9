import type { JSX } from 'preact';

const HEIGHT = 18;

/** Where on a scale a value lies, in percent, within it. */
function placeOn([from, to]: readonly [number, number], value: number): number {
  if (to === from) return 0;
  return 100 * Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** An interval as a bar on a scale, with the estimate as a stroke across it. */
export function Interval({
  low,
  high,
  estimate,
  scale,
  colour,
  says,
}: {
  low: number;
  high: number;
  estimate: number | null;
  scale: readonly [from: number, to: number];
  colour: string;
  /** The same in words. */
  says: string;
}): JSX.Element {
  const [start, end] = [placeOn(scale, low), placeOn(scale, high)];
  const at = estimate === null ? undefined : placeOn(scale, estimate);
  return (
    <svg class="interval" role="img" aria-label={says} width="100%" height={HEIGHT}>
      <title>{says}</title>
      <line class="axis" x1="0" x2="100%" y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <rect
        x={`${start}%`}
        width={`${Math.max(end - start, 0.6)}%`}
        y="5"
        height={HEIGHT - 10}
        rx="2"
        fill={colour}
        fill-opacity="0.45"
      />
      {at !== undefined && (
        <line x1={`${at}%`} x2={`${at}%`} y1="2" y2={HEIGHT - 2} stroke={colour} stroke-width="3" />
      )}
    </svg>
  );
}
