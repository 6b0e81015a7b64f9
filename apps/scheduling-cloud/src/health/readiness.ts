import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Queues } from '#queue';
import { ApiError } from '../http/api-error.js';

/** Whether what the service stands on answers. */
@Injectable()
export class Readiness {
  private isStopping = false;

  constructor(
    private readonly database: DataSource,
    private readonly queues: Queues,
  ) {}

  /** From now on the service says that it takes no more queries, though it still does. */
  stop(): void {
    this.isStopping = true;
  }

  /** @throws {ApiError} 503 that names what does not answer */
  async check(): Promise<void> {
    if (this.isStopping) throw new ApiError(503, 'not_ready', 'the service is shutting down');
    await answers('database', this.database.query('SELECT 1'));
    await answers('queue', this.queues.ping());
  }
}

async function answers(what: string, question: Promise<unknown>): Promise<void> {
  await question.catch((cause: unknown) => {
    const error = new ApiError(503, 'not_ready', `the ${what} does not answer`);
    error.cause = cause;
    throw error;
  });
}
