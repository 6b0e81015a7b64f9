import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Batcher } from '#queue';
import { OverviewStore, SERIES_CHANNEL, SeriesStore } from '#storage';
import { ChangeFeed } from '../changes/change-feed.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { viewOfBucket } from './series-view.js';
import { LiveListener } from './live-listener.js';
import type { LiveTask } from './live-view.js';

/** Messages come no more often than this. */
const GATHER_MS = 250;
/** A task that nothing happens to any more is told of until its rate is 0. */
const FADE_MS = 5_000;
const LAST_BUCKETS_MS = 2_000;

/**
 * Tells listeners how tasks do, as soon as their sums have changed: read once for all listeners of
 * this replica, and not at all while there are none.
 */
@Injectable()
export class LiveFeed implements OnModuleInit, OnModuleDestroy {
  private readonly listeners = new Set<LiveListener>();
  /** Those whose rate was above 0 when they were last told of. */
  private busy: string[] = [];
  private isOver = false;
  private readonly reads = new Batcher<string, undefined>((tasks) => this.tell(tasks), {
    maxItems: Number.MAX_SAFE_INTEGER,
    maxFlushes: 1,
    gatherMs: GATHER_MS,
  });

  constructor(
    private readonly now: OverviewStore,
    private readonly series: SeriesStore,
    private readonly changes: ChangeFeed,
    private readonly tasks: TaskRegistry,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.changes.hear(SERIES_CHANNEL, async (task) => {
      if (this.listeners.size > 0 && task !== null) await this.reads.add(task);
    });
  }

  /** Before the server drains. */
  onModuleDestroy(): void {
    this.isOver = true;
    for (const listener of this.listeners) listener.end();
  }

  /**
   * How the tasks do now, and then whenever one of them changes, until the listener goes.
   * @param hears whether a task is for this listener
   */
  listen(hears: (task: string) => boolean): LiveListener {
    const listener = new LiveListener(hears, () => this.listeners.delete(listener));
    if (this.isOver) listener.end();
    else this.listeners.add(listener);
    this.ask(this.tasks.names.filter(hears));
    return listener;
  }

  @Interval(FADE_MS)
  fade(): void {
    if (this.listeners.size > 0) this.ask(this.busy);
  }

  /** What can't be read now is told at the next change. */
  private ask(tasks: readonly string[]): void {
    for (const task of tasks) this.reads.add(task).catch(() => undefined);
  }

  private async tell(asked: readonly string[]): Promise<undefined[]> {
    const names = [...new Set(asked)].filter((task) => this.tasks.has(task));
    if (names.length > 0 && this.listeners.size > 0) {
      const told = await this.read(names);
      for (const listener of this.listeners) listener.hear(told);
    }
    return asked.map(() => undefined);
  }

  private async read(names: readonly string[]): Promise<LiveTask[]> {
    const at = new Date();
    const figures = await this.now.live(names);
    const since = new Date(Math.floor((at.getTime() - LAST_BUCKETS_MS) / 1_000) * 1_000);
    const buckets = await this.series.lastSeconds(names, since);
    const rates = figures.filter(({ queriesPerSecond }) => queriesPerSecond > 0);
    const others = this.busy.filter((task) => !names.includes(task));
    this.busy = [...others, ...rates.map(({ task }) => task)];
    return figures.map(({ task, queries, costNano, queriesPerSecond, meanReward }) => ({
      task,
      at: at.toISOString(),
      rounds: queries,
      queries_per_second: queriesPerSecond,
      reward_mean: meanReward,
      cost_usd_total: costNano / 1e9,
      last_buckets: buckets.filter((bucket) => bucket.task === task).map(viewOfBucket),
    }));
  }
}
