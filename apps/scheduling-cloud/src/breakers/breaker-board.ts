import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ObservationsJob } from '#contracts';
import { BREAKERS_CHANNEL, BreakerStore, type OpenBreaker } from '#storage';
import { ChangeFeed } from '../changes/change-feed.js';

/** Once a probe is due, one decision in so many milliseconds may choose the model, in each replica. */
const PROBE_EVERY_MS = 1_000;

/** The models that fail too often to be chosen, in memory; a change is heard of at once. */
@Injectable()
export class BreakerBoard implements OnModuleInit {
  private breakers = new Map<string, OpenBreaker>();
  private readonly probedAt = new Map<string, number>();

  constructor(
    private readonly store: BreakerStore,
    private readonly changes: ChangeFeed,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.changes.hear(BREAKERS_CHANNEL, () => this.read());
    await this.read();
  }

  /** The model's, unless it is closed. */
  openOf(model: string): OpenBreaker | undefined {
    return this.breakers.get(model);
  }

  /**
   * Of the models, those that this decision must leave alone. A model whose probe is due is left to
   * the decision that asks first.
   * @param now milliseconds since the epoch
   */
  excluded(models: Iterable<string>, now: number): string[] {
    if (this.breakers.size === 0) return [];
    return [...models].filter((model) => {
      const breaker = this.breakers.get(model);
      return breaker !== undefined && !this.mayProbe(breaker, now);
    });
  }

  /** Takes in what local-servers report; a call that was answered closes its model's breaker too. */
  async hear({ outcomes, breakers = [] }: ObservationsJob): Promise<void> {
    for (const { model, state, at, reason } of breakers) {
      if (state === 'open') await this.store.open(model, new Date(at), reason);
      else await this.store.close(model, new Date(at));
    }
    if (this.breakers.size === 0) return;
    for (const { model, status, startedAt } of outcomes.flatMap(({ calls }) => calls)) {
      const breaker = this.breakers.get(model);
      if (status !== 'succeeded' || breaker === undefined) continue;
      if (startedAt > breaker.openSince.getTime())
        await this.store.close(model, new Date(startedAt));
    }
  }

  private mayProbe({ model, probeAt }: OpenBreaker, now: number): boolean {
    if (now < probeAt.getTime()) return false;
    if (now - (this.probedAt.get(model) ?? -Infinity) < PROBE_EVERY_MS) return false;
    this.probedAt.set(model, now);
    return true;
  }

  private async read(): Promise<void> {
    const open = await this.store.read();
    this.breakers = new Map(open.map((breaker) => [breaker.model, breaker]));
    for (const model of this.probedAt.keys()) {
      if (!this.breakers.has(model)) this.probedAt.delete(model);
    }
  }
}
