import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import pLimit from 'p-limit';
import { Queues } from '#queue';
import { SweepStore } from '#storage';
import { swept } from '../metrics/happenings.js';
import { executionsJobOf } from '../queries/executions.js';
import { executionOf } from '../queries/pending-execution.js';
import { Replica } from '../queries/replica.js';
import { TaskRegistry } from '../tasks/task-registry.js';

const EVERY_MS = 1_000;
/** A query this young may still be on its way to the queue. */
const GRACE_MS = 3_000;
/** For so long a job must have been gone: two looks in agreement. */
const CERTAIN_AFTER_MS = 900;
/** How far the clocks of the local-servers, which date observations, may be off. */
const CLOCK_SKEW_MS = 1_000;
const PACKS_AT_ONCE = 1_000;
const SENDS_AT_ONCE = 4;
const QUERIES_AT_ONCE = 1_000;
/** How long after its deadline an outcome is still hoped for. */
const WRITE_OFF_AFTER_MS = 10 * 60_000;

/**
 * Makes sure that an acknowledged query is answered or visibly fails: sends it again if its job has
 * gone without an outcome (a crash before the queue, a queue that lost its data), and ends it past
 * its deadline.
 */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger('Sweeper');
  private running = false;
  /** When the jobs of packs were first found gone, in milliseconds since the epoch. */
  private goneSince = new Map<string, number>();

  constructor(
    private readonly store: SweepStore,
    private readonly queues: Queues,
    private readonly tasks: TaskRegistry,
    private readonly replica: Replica,
  ) {}

  @Interval(EVERY_MS)
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      await this.sweep(Date.now());
    } catch (error) {
      this.logger.warn(`put off: ${String(error)}`);
    } finally {
      this.running = false;
    }
  }

  private async sweep(now: number): Promise<void> {
    const failed = await this.store.failOverdue(new Date(now), QUERIES_AT_ONCE);
    this.replica.waiters.settled(failed);
    swept.tell({ what: 'overdue', queries: failed.length });
    const before = new Date(now - WRITE_OFF_AFTER_MS);
    const queries = await this.store.writeOff(before, QUERIES_AT_ONCE);
    swept.tell({ what: 'written_off', queries });
    const lost = await this.lostPacks(new Date(now - GRACE_MS));
    await pLimit(SENDS_AT_ONCE).map(lost, (pack) => this.sendAgain(pack, new Date(now)));
  }

  /**
   * A pack is lost if its job has gone and every observation sent before that was noticed is learnt:
   * a job goes only after its observations were sent, so the order of these looks matters.
   */
  private async lostPacks(before: Date): Promise<string[]> {
    const packs = await this.store.packsPendingSince(before, PACKS_AT_ONCE);
    const live = await this.queues.liveExecutions(packs);
    const gone = packs.filter((pack) => !live.has(pack));
    const now = Date.now();
    this.goneSince = new Map(gone.map((pack) => [pack, this.goneSince.get(pack) ?? now]));
    if (gone.length === 0) return [];
    const unlearnt = (await this.queues.oldestUnlearnt()) ?? Infinity;
    return gone.filter((pack) => {
      const since = this.goneSince.get(pack) ?? now;
      return now - since >= CERTAIN_AFTER_MS && unlearnt > since + CLOCK_SKEW_MS;
    });
  }

  private async sendAgain(lost: string, now: Date): Promise<void> {
    const pack = randomUUID();
    const queries = await this.store.repack(lost, pack, now);
    // What is not understood any more can't be asked: it ends at its deadline.
    const sendable = queries.filter((query) => this.tasks.offers(query.task, query.combination));
    if (sendable.length === 0) return;
    swept.tell({ what: 'resent', queries: sendable.length });
    this.logger.warn(`sending ${sendable.length} queries again whose job was lost`);
    // Nobody is told of the answer: whoever waits for it looks in PostgreSQL at the end.
    const executions = sendable.map((query) => executionOf(query, null));
    const job = executionsJobOf(executions, (name) => this.tasks.known(name));
    await this.queues.sendExecutions(pack, job);
  }
}
