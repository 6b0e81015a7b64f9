import { Injectable } from '@nestjs/common';
import { SeriesStore } from '#storage';
import { TaskRegistry } from '../tasks/task-registry.js';
import { MetricsRegistry, together } from './metrics-registry.js';

/** What rounds have earned by now, as all replicas see it: a late rating may lower it. */
@Injectable()
export class RewardGauges {
  constructor(metrics: MetricsRegistry, store: SeriesStore, tasks: TaskRegistry) {
    const read = together(async () => {
      const rewards = await store.rewards();
      for (const gauge of [sum, count]) gauge.reset();
      for (const { task, rewarded, rewardSumMicro } of rewards) {
        if (tasks.known(task) === undefined) continue;
        sum.set({ task }, rewardSumMicro / 1e6);
        count.set({ task }, rewarded);
      }
    });
    const gauge = (name: string, help: string) => metrics.gauge(name, help, ['task'], read);
    const sum = gauge('purser_earned_reward', 'The rewards of all rounds together.');
    const count = gauge('purser_rounds_rewarded', 'Rounds that have a reward.');
  }
}
