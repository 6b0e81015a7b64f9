import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { CANCELLATIONS } from '#contracts';
import type { JsonPoster } from '#llm';
import type { Queues, Working } from '#queue';
import type { Cancellations } from './cancellations.js';
import type { PackProcessor } from './pack-processor.js';

/** Takes executions jobs from the queue for as long as the application runs. */
export class ExecutionsWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private working: Working | undefined;

  constructor(
    private readonly queues: Queues,
    private readonly packs: PackProcessor,
    private readonly cancellations: Cancellations,
    private readonly poster: JsonPoster,
    private readonly concurrency: number,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queues.channel.subscribe(CANCELLATIONS, (message) => {
      if (message.kind === 'cancelled') this.cancellations.hear(message.queryIds);
    });
    // A pack may hold one query alone, so as many packs as calls may be under way.
    this.working = this.queues.workExecutions((job, run) => this.packs.process(job, run), {
      concurrency: this.concurrency,
    });
  }

  /** Takes no more jobs, finishes those under way, and only then closes what they need. */
  async onApplicationShutdown(): Promise<void> {
    await this.working?.close();
    await this.queues.close();
    await this.poster.close();
  }
}
