import { Injectable } from '@nestjs/common';
import { CapStore, SeriesStore, type SeriesSpan } from '#storage';
import { requireTask, type Caller } from '../auth/caller.js';
import { notFound } from '../http/api-error.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { seriesSpan, type SeriesQuery } from './series-step.js';
import {
  viewOfBefore,
  viewOfBucket,
  viewOfCombinationBucket,
  viewOfModelBucket,
  viewOfSpan,
  viewOfTaskCap,
  type CombinationSeriesView,
  type ModelSeriesView,
  type SeriesView,
} from './series-view.js';

/** Which task, in whose hands. */
export interface SeriesOf {
  name: string;
  caller: Caller;
}

/** How tasks, their models and their combinations did over time. */
@Injectable()
export class TaskSeries {
  constructor(
    private readonly store: SeriesStore,
    private readonly caps: CapStore,
    private readonly tasks: TaskRegistry,
  ) {}

  /** @throws {ApiError} 403, 404 */
  async task(of: SeriesOf, query: SeriesQuery): Promise<SeriesView> {
    const span = this.spanOf(of, query);
    const data = await this.store.tasks(span);
    const before = await this.store.before(span);
    return {
      ...viewOfSpan(span),
      data: data.map(viewOfBucket),
      before: viewOfBefore(before),
      reserved_usd: (await this.store.reservedNano(of.name)) / 1e9,
      budget_usd_per_query: this.tasks.get(of.name).budgetNano / 1e9,
      caps: await this.capsOf(of, new Date()),
    };
  }

  /** @throws {ApiError} 403, 404 */
  async models(of: SeriesOf, query: SeriesQuery): Promise<ModelSeriesView> {
    const span = this.spanOf(of, query);
    const data = await this.store.models(span);
    return { ...viewOfSpan(span), data: data.map(viewOfModelBucket) };
  }

  /** @throws {ApiError} 403, 404 */
  async combinations(of: SeriesOf, query: SeriesQuery): Promise<CombinationSeriesView> {
    const span = this.spanOf(of, query);
    const data = await this.store.combinations(span);
    return { ...viewOfSpan(span), data: data.map(viewOfCombinationBucket) };
  }

  private spanOf({ name, caller }: SeriesOf, query: SeriesQuery): SeriesSpan {
    requireTask(caller, name);
    if (!this.tasks.has(name)) throw notFound('task', name, 'name');
    return seriesSpan(name, query, new Date());
  }

  private async capsOf({ name, caller }: SeriesOf, at: Date): Promise<SeriesView['caps']> {
    const caps = (await this.caps.list()).filter(({ scope, subject }) =>
      scope === 'task' ? subject === name : scope === 'global' && caller.tasks === null,
    );
    const balances = caps.length === 0 ? [] : await this.caps.balances(at);
    return caps.map((cap) => viewOfTaskCap(cap, balances, at));
  }
}
