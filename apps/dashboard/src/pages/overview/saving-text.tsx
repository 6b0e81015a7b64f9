import type { JSX } from 'preact';
import { dollars } from '../../format/dollars.js';

/** The interval of a saving, and against what it is one. */
export function SavingText({
  model,
  low,
  high,
}: {
  model: string;
  low: number;
  high: number;
}): JSX.Element {
  return (
    <>
      <span class="whole">{dollars(low)}</span> to <span class="whole">{dollars(high)}</span>,
      against always {model}
    </>
  );
}
