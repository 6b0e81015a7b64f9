import { Injectable } from '@nestjs/common';
import { OverviewStore } from '#storage';
import { mayUse, type Caller } from '../auth/caller.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { OpenAlerts } from './open-alerts.js';
import { viewOfTaskNow, type OverviewView } from './overview-view.js';

/** How all tasks do now. */
@Injectable()
export class Overview {
  constructor(
    private readonly store: OverviewStore,
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
    private readonly alerts: OpenAlerts,
  ) {}

  /** Those that the caller may know of. */
  async of(caller: Caller): Promise<OverviewView> {
    const tasks = this.tasks.all.filter(({ name }) => mayUse(caller, name));
    const latest = await this.store.latest(tasks.map(({ name }) => name));
    const capState = await this.alerts.capState(new Date());
    return {
      tasks: tasks.map((task) => {
        const snapshot = this.snapshots.of(task.name);
        return viewOfTaskNow({
          task,
          paused: this.tasks.isPaused(task.name),
          snapshot,
          latest: latest.find((rounds) => rounds.task === task.name),
          alerts: this.alerts.ofTask(task, snapshot, capState),
        });
      }),
      alerts: caller.tasks === null ? await this.alerts.ofService(capState) : [],
    };
  }
}
