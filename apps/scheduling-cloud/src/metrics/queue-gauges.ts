import { Injectable } from '@nestjs/common';
import { Queues } from '#queue';
import { SweepStore } from '#storage';
import { MetricsRegistry, together } from './metrics-registry.js';

/** What waits, as all replicas see it. */
@Injectable()
export class QueueGauges {
  constructor(metrics: MetricsRegistry, queues: Queues, store: SweepStore) {
    const jobs = metrics.gauge(
      'purser_queue_jobs',
      'Jobs in the queues.',
      ['queue', 'state'],
      async () => {
        for (const { queue, state, jobs: count } of await queues.depths()) {
          jobs.set({ queue, state }, count);
        }
      },
    );
    const read = together(async () => {
      const { queries, oldestSeconds } = await store.pending();
      pending.set(queries);
      oldest.set(oldestSeconds);
    });
    const pending = metrics.gauge(
      'purser_queries_pending',
      'Queries without an outcome yet.',
      [],
      read,
    );
    const oldest = metrics.gauge(
      'purser_oldest_pending_seconds',
      'Age of the oldest query without an outcome.',
      [],
      read,
    );
  }
}
