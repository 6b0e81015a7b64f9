import { Injectable } from '@nestjs/common';
import { violation } from '#bandit';
import { TaskRegistry } from '../tasks/task-registry.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { MetricsRegistry } from './metrics-registry.js';

/** How the tasks keep to their budgets, as all replicas see it. */
@Injectable()
export class TaskGauges {
  constructor(metrics: MetricsRegistry, tasks: TaskRegistry, snapshots: TaskSnapshots) {
    const budget = metrics.gauge(
      'purser_task_budget_usd_per_query',
      'What a query of the task may cost on average.',
      ['task'],
      () => {
        budget.reset();
        for (const { name, budgetNano } of tasks.all) budget.set({ task: name }, budgetNano / 1e9);
      },
    );
    const over = metrics.gauge(
      'purser_task_violation_ratio',
      'Average spend over the budget: 0.02 is 2% over, -0.1 is 10% under.',
      ['task'],
      () => {
        over.reset();
        for (const { name, budgetNano } of tasks.all) {
          over.set({ task: name }, violation(snapshots.of(name).pacing, budgetNano));
        }
      },
    );
  }
}
