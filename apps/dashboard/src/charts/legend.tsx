import type { JSX } from 'preact';
import { moment as written } from '../format/times.js';
import type { Line } from './line.js';
import { Swatch } from './swatch.js';

export interface Entry {
  line: Line;
  /** Its value there. */
  text: string;
}

/** What the lines are, and their values at a moment, or now. */
export function Legend({
  entries,
  moment,
}: {
  entries: readonly Entry[];
  /** Milliseconds since 1970; null: the latest. */
  moment: number | null;
}): JSX.Element {
  return (
    <figcaption class="legend" aria-hidden="true">
      <span class="moment">
        {moment === null ? 'Latest' : written(new Date(moment).toISOString())}
      </span>
      {entries.map(({ line, text }) => (
        <span key={line.name} class="entry">
          <Swatch {...line} />
          <span class="name" title={line.name}>
            {line.name}
          </span>
          <span class="value">{text}</span>
        </span>
      ))}
    </figcaption>
  );
}
