import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CANCELLATIONS, type QueryTurn } from '#contracts';
import { Queues } from '#queue';
import { Waiters } from './waiters.js';

/** This process among its like: where answers to the requests that it holds are sent. */
@Injectable()
export class Replica implements OnModuleInit, OnModuleDestroy {
  readonly topic = `replica_${randomUUID()}`;

  constructor(
    private readonly queues: Queues,
    readonly waiters: Waiters,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.queues.channel.subscribe(this.topic, (reply) => this.waiters.hear(reply));
  }

  /** Stops the calls of a query that nobody waits for any more; what they used by then is paid. */
  cancel(turn: QueryTurn): void {
    this.waiters.settled([turn.queryId]);
    this.queues.channel.publish(CANCELLATIONS, { kind: 'cancelled', turns: [turn] });
  }

  /** Before the server drains: whoever waits is answered with the query as it stands. */
  onModuleDestroy(): void {
    this.waiters.release();
  }
}
