import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Queues } from '#queue';
import { Waiters } from './waiters.js';

/** This process among its like: where answers to the requests that it holds are sent. */
@Injectable()
export class Replica implements OnModuleInit, OnApplicationShutdown {
  readonly topic = `replica_${randomUUID()}`;

  constructor(
    private readonly queues: Queues,
    readonly waiters: Waiters,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.queues.channel.subscribe(this.topic, (reply) => this.waiters.hear(reply));
  }

  onApplicationShutdown(): void {
    this.waiters.release();
  }
}
