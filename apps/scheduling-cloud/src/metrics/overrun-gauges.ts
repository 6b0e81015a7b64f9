import { Injectable } from '@nestjs/common';
import { OverrunStore } from '#storage';
import { TaskRegistry } from '../tasks/task-registry.js';
import { MetricsRegistry, together } from './metrics-registry.js';

/** The queries that ever cost more than was reserved for them, as all replicas see it. */
@Injectable()
export class OverrunGauges {
  constructor(metrics: MetricsRegistry, store: OverrunStore, tasks: TaskRegistry) {
    const read = together(async () => {
      const sums = await store.sums();
      for (const gauge of [count, usd]) gauge.reset();
      for (const { task, overruns, overNano } of sums) {
        const of = { task: task !== null && tasks.known(task) ? task : 'other' };
        count.inc(of, overruns);
        usd.inc(of, overNano / 1e9);
      }
    });
    const gauge = (name: string, help: string) => metrics.gauge(name, help, ['task'], read);
    const count = gauge('purser_overruns', 'Queries that cost more than was reserved for them.');
    const usd = gauge('purser_overrun_usd', 'Dollars that they cost more.');
  }
}
