import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { CANCELLATIONS } from '#contracts';
import type { JsonPoster } from '#llm';
import type { Queues, Working, WorkOptions } from '#queue';
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
    private readonly limits: Required<WorkOptions>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queues.channel.subscribe(CANCELLATIONS, (message) => {
      if (message.kind === 'cancelled') this.cancellations.hear(message.turns);
    });
    const process = this.packs.process.bind(this.packs);
    this.working = this.queues.workExecutions(process, this.limits);
  }

  /** Takes no more jobs, finishes those under way, and only then closes what they need. */
  async onApplicationShutdown(): Promise<void> {
    await this.working?.close();
    await this.queues.close();
    await this.poster.close();
  }
}
