import { Injectable, Logger } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

type Read = () => void | Promise<void>;

/** The metrics of this process, its own memory, CPU and event loop among them. */
@Injectable()
export class MetricsRegistry {
  readonly registry = new Registry();
  private readonly logger = new Logger('Metrics');

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[],
  ): Counter<Label> {
    return new Counter({ name, help, labelNames: [...labels], registers: [this.registry] });
  }

  histogram<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[],
    buckets: number[],
  ): Histogram<Label> {
    const registers = [this.registry];
    return new Histogram({ name, help, labelNames: [...labels], buckets, registers });
  }

  /** @param read sets it, whenever somebody asks; what can't be read then is left out */
  gauge<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[],
    read?: Read,
  ): Gauge<Label> {
    const gauge: Gauge<Label> = new Gauge<Label>({
      name,
      help,
      labelNames: [...labels],
      registers: [this.registry],
      ...(read && { collect: () => this.readNow(name, gauge, read) }),
    });
    return gauge;
  }

  private async readNow(name: string, gauge: { reset(): void }, read: Read): Promise<void> {
    try {
      await read();
    } catch (error) {
      gauge.reset();
      this.logger.warn(`${name} was not measured: ${String(error)}`);
    }
  }
}

/** One read for all who ask while it is under way. */
export function together(read: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  return () =>
    (underWay ??= read().finally(() => {
      underWay = undefined;
    }));
}
