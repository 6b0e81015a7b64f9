import { Injectable } from '@nestjs/common';
import { CapStore, type Cap } from '#storage';
import { MetricsRegistry, together } from './metrics-registry.js';

const LABELS = ['scope', 'task', 'span', 'time_zone', 'kind'] as const;

/** The caps and what is in their open windows, as all replicas see them. */
@Injectable()
export class CapGauges {
  private readonly limit;
  private readonly reserved;
  private readonly settled;

  constructor(
    metrics: MetricsRegistry,
    private readonly store: CapStore,
  ) {
    const read = together(() => this.read());
    const gauge = (name: string, help: string) => metrics.gauge(name, help, LABELS, read);
    this.limit = gauge('purser_cap_limit_usd', 'What a cap allows in a window.');
    this.reserved = gauge('purser_cap_reserved_usd', 'Reserved in the open window of a cap.');
    this.settled = gauge('purser_cap_settled_usd', 'Spent in the open window of a cap.');
  }

  private async read(): Promise<void> {
    const [caps, balances] = [await this.store.list(), await this.store.balances(new Date())];
    for (const gauge of [this.limit, this.reserved, this.settled]) gauge.reset();
    // A key's caps are left out: there may be any number of keys, and labels name none of them.
    for (const cap of caps.filter(({ scope }) => scope !== 'key')) {
      const balance = balances.find(({ capId }) => capId === cap.id);
      this.limit.set(labelsOf(cap), cap.limitNano / 1e9);
      this.reserved.set(labelsOf(cap), (balance?.reservedNano ?? 0) / 1e9);
      this.settled.set(labelsOf(cap), (balance?.settledNano ?? 0) / 1e9);
    }
  }
}

function labelsOf({ scope, subject, span, timeZone, hard }: Cap) {
  return { scope, task: subject, span, time_zone: timeZone, kind: hard ? 'hard' : 'soft' };
}
