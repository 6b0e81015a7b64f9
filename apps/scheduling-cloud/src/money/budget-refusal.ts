import { ApiError } from '../http/api-error.js';
import { refused } from '../metrics/happenings.js';
import { dollars } from './dollars.js';
import type { Room } from './room.js';

/**
 * Why a cap refuses a query. `spent`: its window is so full of settled spend that waiting for other
 * queries can't help, and SDKs are told not to retry. `reserved`: queries under way hold what is left.
 * @param neededNano what the cheapest combination reserves
 */
export function budgetRefusal(
  reason: 'spent' | 'reserved',
  { window, leftNano, unspentNano }: Room,
  neededNano: number,
  now: Date,
): ApiError {
  const { cap, end } = window;
  refused.tell({ cap, reason });
  const resetSeconds = Math.max(1, Math.ceil((end.getTime() - now.getTime()) / 1_000));
  const left = Math.max(0, reason === 'spent' ? unspentNano : leftNano);
  const resets = `it resets at ${end.toISOString()}`;
  const message =
    reason === 'spent'
      ? `${capName(window)} of ${dollars(cap.limitNano)} has ${dollars(left)} left, and a query needs ${dollars(neededNano)} at worst: ${resets}`
      : `${capName(window)} of ${dollars(cap.limitNano)} has ${dollars(left)} left while other queries are under way, and a query needs ${dollars(neededNano)} at worst: try again; ${resets}`;
  return new ApiError(429, 'budget_exceeded', message, `caps.${cap.id}`, {
    'retry-after': String(reason === 'spent' ? resetSeconds : 1),
    ...(reason === 'spent' && { 'x-should-retry': 'false' }),
    'x-purser-budget-remaining-usd': (left / 1e9).toFixed(9),
    'x-purser-budget-reset': end.toISOString(),
  });
}

function capName({ cap: { scope, subject, span, timeZone } }: Room['window']): string {
  const whose = scope === 'global' ? 'all tasks' : `${scope} ${subject}`;
  return `the cap of ${whose} a ${span} (${timeZone})`;
}
