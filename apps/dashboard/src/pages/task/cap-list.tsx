import type { JSX } from 'preact';
import type { SeriesCap } from '../../api/task-series.js';
import { dollars } from '../../format/dollars.js';
import { percent } from '../../format/numbers.js';
import { moment } from '../../format/times.js';

/** How full each cap is: spent, and reserved on top. */
export function CapList({ caps }: { caps: readonly SeriesCap[] }): JSX.Element | null {
  if (caps.length === 0) return null;
  return (
    <ul class="caps">
      {caps.map((cap) => (
        <li key={cap.id}>
          <span>
            Cap of the {cap.period}: <strong>{dollars(cap.spent_usd, 3)}</strong> of{' '}
            {dollars(cap.limit_usd, 3)}
            {cap.reserved_usd > 0 && <>, {dollars(cap.reserved_usd)} reserved</>}
          </span>
          <span class="faint">anew at {moment(cap.resets_at)}</span>
          <Meter cap={cap} />
        </li>
      ))}
    </ul>
  );
}

function Meter({ cap }: { cap: SeriesCap }): JSX.Element {
  const { limit_usd: limit, spent_usd: spent, reserved_usd: reserved } = cap;
  const share = (usd: number) => (limit === 0 ? 1 : Math.min(1, usd / limit));
  const isOver = spent + reserved > limit;
  return (
    <span
      class={isOver ? 'meter over' : 'meter'}
      role="img"
      aria-label={`${percent(share(spent))} spent, ${percent(share(reserved))} reserved`}
    >
      <span style={{ width: `${100 * share(spent)}%` }} />
      <span class="reserved" style={{ width: `${100 * share(reserved)}%` }} />
    </span>
  );
}
