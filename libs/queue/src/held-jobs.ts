import type { Job, Worker } from 'bullmq';
import { bytesOf } from './bytes-of.js';

/** What a worker can use of the worker that it is. */
type Taking = Pick<Worker, 'concurrency' | 'on'>;

/**
 * Lets a worker take jobs until those in its hands are so large, and further ones as they end. A
 * worker that has caught its breath takes many jobs before it begins the first, so they are weighed
 * as they come. Even the largest job is taken, when there is no other.
 */
export class HeldJobs {
  private readonly bytes = new Map<string, number>();
  private total = 0;
  private readonly concurrency: number;

  constructor(
    private readonly worker: Taking,
    private readonly maxBytes: number,
  ) {
    this.concurrency = worker.concurrency;
    worker.on('active', (job) => this.take(job));
  }

  /** The job is about to end. */
  release({ id = '' }: Pick<Job, 'id'>): void {
    this.weigh(id, 0);
    this.bytes.delete(id);
  }

  private take({ id = '', data }: Pick<Job<unknown>, 'id' | 'data'>): void {
    this.weigh(id, bytesOf(data));
  }

  private weigh(id: string, bytes: number): void {
    this.total += bytes - (this.bytes.get(id) ?? 0);
    this.bytes.set(id, bytes);
    this.worker.concurrency = this.total < this.maxBytes ? this.concurrency : 1;
  }
}
