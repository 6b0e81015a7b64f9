import type { Call } from './round.js';

/** Where a call lies on the line of time of its round, in milliseconds since that was taken in. */
export interface Stretch {
  call: Call;
  from: number;
  to: number;
}

/** The calls on a line of time, in the order in which they began. */
export function stretchesOf(
  createdAt: string,
  calls: readonly Call[],
): { stretches: Stretch[]; end: number } {
  const zero = new Date(createdAt).getTime();
  const stretches = calls
    .map((call) => ({
      call,
      // Clocks of two machines may differ a little.
      from: Math.max(0, new Date(call.started_at).getTime() - zero),
      to: Math.max(0, new Date(call.ended_at).getTime() - zero),
    }))
    .sort((one, other) => one.from - other.from);
  return { stretches, end: Math.max(1, ...stretches.map(({ to }) => to)) };
}
