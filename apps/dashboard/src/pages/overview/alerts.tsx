import type { JSX } from 'preact';
import type { Alert } from '../../api/overview.js';

/** What needs somebody's attention, the worst first. */
export function Alerts({ alerts }: { alerts: readonly Alert[] }): JSX.Element | null {
  if (alerts.length === 0) return null;
  const worst = alerts.toSorted((one, other) => (one.severity < other.severity ? -1 : 1));
  return (
    <ul class="alerts" aria-label="Alerts">
      {worst.map(({ name, severity, message }) => (
        <li key={name + message} class={severity}>
          <span class={severity === 'critical' ? 'badge bad' : 'badge warning'}>{severity}</span>
          <span>{message}</span>
        </li>
      ))}
    </ul>
  );
}
