import type { JSX } from 'preact';

/** What the marks on the map mean. */
export function MapKey(): JSX.Element {
  return (
    <ul class="legend map-key" aria-hidden="true">
      <li>
        <svg width="12" height="12">
          <circle cx="6" cy="6" r="3" fill="var(--faint)" opacity="0.6" />
        </svg>
        combination
      </li>
      <li>
        <svg width="22" height="12">
          <line x1="0" x2="22" y1="6" y2="6" stroke="var(--good)" stroke-width="2" />
          <circle cx="11" cy="6" r="4" fill="var(--good)" />
        </svg>
        envelope
      </li>
      <li>
        <svg width="14" height="14">
          <path d="M7 0 14 7 7 14 0 7Z" fill="var(--good)" />
        </svg>
        mixture now
      </li>
      <li>
        <svg width="8" height="14">
          <line
            x1="4"
            x2="4"
            y1="0"
            y2="14"
            stroke="var(--text)"
            stroke-width="2"
            stroke-dasharray="4 3"
          />
        </svg>
        budget
      </li>
      <li>
        <svg width="12" height="14">
          <line x1="6" x2="6" y1="0" y2="14" stroke="var(--accent)" stroke-width="1.5" />
          <circle cx="6" cy="7" r="4" fill="var(--accent)" />
        </svg>
        what if
      </li>
    </ul>
  );
}
