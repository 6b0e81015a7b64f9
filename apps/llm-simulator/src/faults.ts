import { ConnectionCut } from './connection-cut.js';
import type { FaultChange, FaultSettings } from './fault-settings.js';
import { Refusal } from './refusal.js';

/** What goes wrong in the middle of a stream. */
export type StreamFault =
  | { readonly kind: 'cut' }
  | { readonly kind: 'error' }
  /** Halts for so many milliseconds. */
  | { readonly kind: 'stall'; readonly ms: number };

/** The faults on demand. */
export class Faults {
  constructor(
    private current: FaultSettings,
    /** Uniform in [0, 1). */
    private readonly random: () => number,
  ) {}

  get settings(): FaultSettings {
    return this.current;
  }

  change(change: FaultChange): FaultSettings {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    this.current = { ...this.current, ...Object.fromEntries(given) };
    return this.current;
  }

  /**
   * Draws the fate of a call.
   * @returns by how many milliseconds it is late
   * @throws {Refusal | ConnectionCut} as drawn
   */
  strike(model: string): number {
    const { errorRate, slowRate, slowMs, cutRate, models } = this.current;
    if (models && !models.includes(model)) return 0;
    if (this.random() < errorRate) throw this.refusal();
    if (this.random() < cutRate) throw new ConnectionCut();
    return this.random() < slowRate ? slowMs : 0;
  }

  /** Draws what goes wrong in the middle of a stream; null: nothing. */
  strikeStream(model: string): StreamFault | null {
    const { streamCutRate, streamErrorRate, streamStallRate, stallMs, models } = this.current;
    if (models && !models.includes(model)) return null;
    if (this.random() < streamCutRate) return { kind: 'cut' };
    if (this.random() < streamErrorRate) return { kind: 'error' };
    return this.random() < streamStallRate ? { kind: 'stall', ms: stallMs } : null;
  }

  private refusal(): Refusal {
    const { errorStatus, retryAfterSeconds } = this.current;
    const headers = { 'retry-after': String(retryAfterSeconds) };
    return errorStatus === 429
      ? new Refusal(429, 'rate_limit_exceeded', 'Too many requests, on demand.', headers)
      : new Refusal(errorStatus, null, 'An error on demand.');
  }
}
