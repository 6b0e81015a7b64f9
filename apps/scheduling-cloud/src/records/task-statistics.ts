import { Injectable } from '@nestjs/common';
import { RoundLogReader, StatisticsStore } from '#storage';
import { DAY_MS, spanWithin, type SpanQuery } from '../http/span.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { viewOfStatistics, type StatisticsView } from './statistics-view.js';

/** Puts together what is known of a task and what became of its queries. */
@Injectable()
export class TaskStatistics {
  constructor(
    private readonly log: RoundLogReader,
    private readonly store: StatisticsStore,
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
  ) {}

  /** Of the day before `to`, or until now, unless `from` says otherwise. @throws {ApiError} 404 */
  async of(name: string, query: SpanQuery): Promise<StatisticsView> {
    const task = this.tasks.get(name);
    const { from, to } = spanWithin(query, DAY_MS);
    const [stored] = await this.store.read([name]);
    return viewOfStatistics({
      task,
      snapshot: this.snapshots.of(name),
      rows: stored?.rows ?? [],
      learning: await this.store.learningState(name),
      period: { from, to, ...(await this.log.record({ task: name, from, to })) },
    });
  }
}
