import { Injectable } from '@nestjs/common';
import { believedArms, emptyArm } from '#bandit';
import { SeriesStore } from '#storage';
import { requireTask, type Caller } from '../auth/caller.js';
import { BreakerBoard } from '../breakers/breaker-board.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { viewOfArm, type ArmsView } from './arms-view.js';
import { typicalOffers } from '../tasks/typical-offers.js';

/** What is known of the models of a task. */
@Injectable()
export class TaskArms {
  constructor(
    private readonly store: SeriesStore,
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
    private readonly breakers: BreakerBoard,
  ) {}

  /** @throws {ApiError} 403, 404 */
  async of(name: string, caller: Caller): Promise<ArmsView> {
    requireTask(caller, name);
    const task = this.tasks.get(name);
    const totals = new Map((await this.store.modelTotals(name)).map((one) => [one.model, one]));
    const { statistics, tokens } = this.snapshots.of(name);
    const withdrawn = [...totals.keys()].filter((model) => !task.models.has(model));
    const offers = [
      ...typicalOffers(task, tokens),
      ...withdrawn.map((model) => ({ model, priorCostNano: 0 })),
    ];
    const models = believedArms(offers, statistics).map((believed) => {
      const { model } = believed;
      return viewOfArm({
        believed,
        statistics: statistics.get(model) ?? emptyArm,
        totals: totals.get(model),
        price: task.prices.get(model),
        breaker: this.breakers.openOf(model),
      });
    });
    return { task: name, models };
  }
}
