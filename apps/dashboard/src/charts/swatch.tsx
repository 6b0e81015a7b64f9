import type { JSX } from 'preact';
import type { Hatching } from './model-colours.js';

/** A small sample of how something is drawn. */
export function Swatch({
  colour,
  hatching = 'plain',
  dash = [],
}: {
  colour: string;
  hatching?: Hatching;
  dash?: readonly number[];
}): JSX.Element {
  const isDashed = dash.length > 0 && hatching === 'plain';
  return (
    <span
      class={`swatch ${hatching} ${isDashed ? 'dashed' : ''}`}
      style={{ '--colour': colour }}
      aria-hidden="true"
    />
  );
}
