import type { Arm } from '../../api/arms.js';

export type SortKey = 'model' | 'reward' | 'chosen' | 'calls' | 'cost' | 'latency' | 'seen';

const VALUES: Record<SortKey, (arm: Arm) => number | string | null> = {
  model: ({ model }) => model,
  reward: ({ reward }) => reward?.mean ?? null,
  chosen: ({ chosen }) => chosen,
  calls: ({ calls }) => calls,
  cost: ({ cost_usd: cost }) => cost?.mean ?? null,
  latency: ({ latency_ms: latency }) => latency?.mean ?? null,
  seen: ({ last_seen_at: seen }) => seen,
};

/** By what is asked for; models of which it is not known come last either way, equals by name. */
export function sorted(arms: readonly Arm[], key: SortKey, isUp: boolean): Arm[] {
  const value = VALUES[key];
  return arms.toSorted((one, other) => {
    const [mine, theirs] = [value(one), value(other)];
    if (mine === theirs) return one.model < other.model ? -1 : 1;
    if (mine === null) return 1;
    if (theirs === null) return -1;
    return mine < theirs === isUp ? -1 : 1;
  });
}
