import type { Outcome } from '#replay';

/** How long calls take. */
export interface Pace {
  /** Times the latency of the world; 0: as fast as possible. */
  readonly scale: number;
  /** Milliseconds of every call, whatever the world says; null: as the world says. */
  readonly constantMs: number | null;
}

/** Milliseconds that a call takes; an unknown latency is none. */
export function latencyMsOf({ latencyMs }: Outcome, { scale, constantMs }: Pace): number {
  return constantMs ?? (latencyMs ?? 0) * scale;
}
