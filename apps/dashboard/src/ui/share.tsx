import type { JSX } from 'preact';
import { percent } from '../format/numbers.js';

/** A share of one as a bar, beside the figure that says it. */
export function Share({ of: share }: { of: number }): JSX.Element {
  return (
    <span class="share" aria-hidden="true">
      <span style={{ width: percent(Math.min(1, Math.max(0, share))) }} />
    </span>
  );
}
