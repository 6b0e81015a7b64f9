import pRetry from 'p-retry';
import type { QueryOutcome } from '#contracts';
import { Batcher, type Queues } from '#queue';

/** Outcomes that one observations job may carry. */
const MAX_OUTCOMES = 512;

/** Outcomes are paid for: they wait this long for a queue that is away, before their job fails. */
const PATIENCE_MS = 5 * 60_000;

/**
 * The two ways by which outcomes leave: at once over the channel, to the replica that waits, and
 * for sure in an observations job, with those of the same few milliseconds.
 */
export class Outbox {
  private readonly batcher: Batcher<QueryOutcome, undefined>;

  constructor(private readonly queues: Queues) {
    this.batcher = new Batcher((outcomes) => this.flush(outcomes), {
      maxItems: MAX_OUTCOMES,
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
    await this.batcher.add(outcome);
  }

  private async flush(outcomes: QueryOutcome[]): Promise<undefined[]> {
    await pRetry(() => this.queues.sendObservations({ outcomes }), {
      retries: Infinity,
      minTimeout: 100,
      maxTimeout: 2_000,
      maxRetryTime: PATIENCE_MS,
    });
    return outcomes.map(() => undefined);
  }
}
