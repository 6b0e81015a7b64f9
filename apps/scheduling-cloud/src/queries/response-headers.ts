import type { Taken } from './intake.js';
import type { QueryView } from './query-view.js';

/** What a response says of the round as soon as it is decided. */
export function headersOfTaken(taken: Taken, roundId: string): Record<string, string> {
  const headers = {
    'x-purser-round-id': roundId,
    'x-purser-overhead-ms': taken.overheadMs.toFixed(2),
  };
  if (taken.kind === 'earlier') return headers;
  const { combination, policy } = taken.candidate.round;
  return {
    ...headers,
    'x-purser-models': combination.map(encodeURIComponent).join(','),
    'x-purser-policy': policy,
    ...(taken.remainingNano !== undefined && {
      'x-purser-budget-remaining-usd': dollarsOf(taken.remainingNano / 1e9),
    }),
  };
}

/** What it says once the calls were made. */
export function headersOfView({ cost_usd: usd }: QueryView): Record<string, string> {
  return usd === null ? {} : { 'x-purser-cost-usd': dollarsOf(usd) };
}

/** What it says besides to clients that ask for it with `x-purser-debug: true`. */
export function debugHeaders(taken: Taken, view: QueryView | undefined): Record<string, string> {
  if (taken.kind === 'earlier') return {};
  const { round, reservedNano } = taken.candidate;
  return {
    'x-purser-round': String(round.round),
    'x-purser-propensity': String(round.propensity),
    'x-purser-expected-cost-usd': dollarsOf(round.expectedCostNano / 1e9),
    'x-purser-reserved-usd': dollarsOf(reservedNano / 1e9),
    ...(view && {
      'x-purser-served-model': encodeURIComponent(view.model ?? ''),
      'x-purser-calls': String(view.calls.length),
      'x-purser-attempts': String(view.calls.reduce((sum, { attempts }) => sum + attempts, 0)),
    }),
  };
}

function dollarsOf(usd: number): string {
  return usd.toFixed(9);
}
