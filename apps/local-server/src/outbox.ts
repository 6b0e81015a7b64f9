import { Logger } from '@nestjs/common';
import pRetry from 'p-retry';
import type { BreakerReport, QueryOutcome } from '#contracts';
import { Batcher, type Queues } from '#queue';

/** What one observations job may carry. */
const MAX_ITEMS = 512;

/** Outcomes are paid for: they wait this long for a queue that is away, before their job fails. */
const PATIENCE_MS = 5 * 60_000;

type Item = { outcome: QueryOutcome } | { breaker: BreakerReport };

/**
 * The two ways by which outcomes leave: at once over the channel, to the replica that waits, and
 * for sure in an observations job, with those of the same few milliseconds.
 */
export class Outbox {
  private readonly batcher: Batcher<Item, undefined>;

  private readonly logger = new Logger(Outbox.name);

  constructor(private readonly queues: Queues) {
    this.batcher = new Batcher((items) => this.flush(items), {
      maxItems: MAX_ITEMS,
      maxFlushes: 1,
      gatherMs: queues.tuning.observationsEveryMs,
    });
  }

  /**
   * Resolves once the observations job that holds the outcome is in the queue.
   * @throws Error if the queue has been away for too long
   */
  async send(outcome: QueryOutcome): Promise<void> {
    if (outcome.replyTo !== null) {
      this.queues.channel.publish(outcome.replyTo, { kind: 'outcomes', outcomes: [outcome] });
    }
    await this.batcher.add({ outcome });
  }

  /** Tells the scheduling-cloud of a breaker, in the background. */
  report(breaker: BreakerReport): void {
    this.batcher.add({ breaker }).catch((error: unknown) => {
      this.logger.warn(`the breaker of ${breaker.model}: ${String(error)}`);
    });
  }

  private async flush(items: Item[]): Promise<undefined[]> {
    const outcomes = items.flatMap((item) => ('outcome' in item ? [item.outcome] : []));
    const breakers = items.flatMap((item) => ('breaker' in item ? [item.breaker] : []));
    const job = { outcomes, ...(breakers.length > 0 && { breakers }) };
    await pRetry(() => this.queues.sendObservations(job), {
      retries: Infinity,
      minTimeout: 100,
      maxTimeout: 2_000,
      maxRetryTime: PATIENCE_MS,
    });
    return items.map(() => undefined);
  }
}
