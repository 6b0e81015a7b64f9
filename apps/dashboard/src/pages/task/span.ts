/** How much of the past is shown. */
export interface Span {
  /** In the page's address. */
  key: string;
  name: string;
  ms: number;
  step: 'second' | 'auto';
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** Shortest first. The first is of seconds, which the stream brings as they pass. */
export const SPANS: readonly [Span, ...Span[]] = [
  { key: '15m', name: '15 min', ms: 15 * MINUTE, step: 'second' },
  { key: '2h', name: '2 h', ms: 120 * MINUTE, step: 'auto' },
  { key: '1d', name: '1 day', ms: DAY, step: 'auto' },
  { key: '14d', name: '14 days', ms: 14 * DAY, step: 'auto' },
  { key: '1y', name: '1 year', ms: 365 * DAY, step: 'auto' },
];

export function spanOf(key: string | undefined): Span | undefined {
  return SPANS.find((span) => span.key === key);
}

/** The part of an address that asks for it. */
export function queryOf({ ms, step }: Span, now: number): string {
  return `from=${new Date(now - ms).toISOString()}&step=${step}`;
}
