import { Injectable, Logger } from '@nestjs/common';
import { Queues } from '#queue';
import type { PendingQuery } from '#storage';
import { TaskRegistry } from '../tasks/task-registry.js';
import { executionsJobOf } from './executions.js';
import { executionOf } from './pending-execution.js';
import { Replica } from './replica.js';

/** Sends queries whose next model is to be asked on their way. */
@Injectable()
export class Turns {
  private readonly logger = new Logger('Turns');

  constructor(
    private readonly queues: Queues,
    private readonly tasks: TaskRegistry,
    private readonly replica: Replica,
  ) {}

  /**
   * In the background: they are committed, and the sweeper sends what gets lost.
   * @param streams whether the answers are wanted as they are made
   */
  send(pack: string, queries: readonly PendingQuery[], streams = false): void {
    const sendable = queries.filter((query) => this.tasks.offers(query.task, query.combination));
    if (sendable.length === 0) return;
    const job = executionsJobOf(
      sendable.map((query) => {
        const stream = streams ? (this.tasks.known(query.task)?.streams ?? null) : null;
        return executionOf(query, this.replica.topic, stream);
      }),
      (name) => this.tasks.known(name),
    );
    this.queues.sendExecutions(pack, job).catch((error: unknown) => {
      this.logger.warn(`${sendable.length} queries wait for the sweeper: ${String(error)}`);
    });
  }
}
