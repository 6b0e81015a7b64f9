import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import {
  epochOf,
  forgets,
  recollect,
  type Pacing,
  type Recollected,
  type StatisticsRow,
} from '#bandit';
import { Batcher, PostgresListener } from '#queue';
import {
  STATISTICS_CHANNEL,
  StatisticsStore,
  type BookedRounds,
  type SettledRounds,
} from '#storage';
import { Contexts } from '../learning/contexts.js';
import { TaskRegistry } from './task-registry.js';
import type { Task } from './task.js';

/** What a decision needs to know of a task, at this moment and in this replica. */
export interface TaskSnapshot extends Recollected {
  pacing: Pacing;
}

/** Statistics are read at once when they change, and no more often than this while they go on changing. */
const REFRESH_MS = 100;

interface Held {
  rows: readonly StatisticsRow[];
  /** What the rows came to when they were last read, for which task as configured and which epoch. */
  recollected: { from: readonly unknown[]; known: Recollected } | null;
  booked: BookedRounds;
  settled: SettledRounds;
  /** Rounds decided here that are not yet committed, and their expected cost. */
  open: { rounds: number; expectedNano: number };
}

/**
 * The statistics of all tasks in memory, swapped whole whenever PostgreSQL says that they have
 * changed, with the rounds that this replica has decided but not yet committed on top.
 */
@Injectable()
export class TaskSnapshots implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Statistics');
  private readonly held = new Map<string, Held>();
  private readonly listener: PostgresListener;
  private readonly refreshes = new Batcher<string, undefined>((tasks) => this.refresh(tasks), {
    maxItems: Number.MAX_SAFE_INTEGER,
    maxFlushes: 1,
    gatherMs: REFRESH_MS,
  });

  constructor(
    private readonly tasks: TaskRegistry,
    private readonly store: StatisticsStore,
    private readonly contexts: Contexts,
    databaseUrl: string,
  ) {
    this.listener = new PostgresListener(
      databaseUrl,
      (error) => this.logger.warn(`not heard of changes for a moment: ${error.message}`),
      () => tasks.names.forEach((task) => this.hear(task)),
    );
  }

  async onModuleInit(): Promise<void> {
    await this.prepare(this.tasks.all);
    this.tasks.beforeChange((tasks) => this.prepare(tasks));
    await this.listener.listen(STATISTICS_CHANNEL, (task) => this.hear(task));
  }

  async onModuleDestroy(): Promise<void> {
    await this.listener.close();
    await this.refreshes.idle();
  }

  of(task: string): TaskSnapshot {
    const held = this.holding(task);
    const { booked, settled, open } = held;
    const pacing = {
      rounds: booked.rounds + open.rounds,
      expectedNano: booked.expectedNano + open.expectedNano,
      settledExpectedNano: settled.expectedNano,
      settledNano: settled.nano,
    };
    return { ...recollectedBy(held, this.tasks.get(task), pacing.rounds + 1), pacing };
  }

  /** Counts a round that was decided; `close` takes it back once it is committed or given up. */
  open(task: string, expectedNano: number): void {
    const { open } = this.holding(task);
    open.rounds += 1;
    open.expectedNano += expectedNano;
  }

  close(task: string, expectedNano: number): void {
    const { open } = this.holding(task);
    open.rounds -= 1;
    open.expectedNano -= expectedNano;
  }

  /** Takes over what is booked as a commit left it, unless later bookings are known. */
  commit(booked: BookedRounds): void {
    const held = this.holding(booked.task);
    if (booked.version > held.booked.version) held.booked = booked;
  }

  private holding(task: string): Held {
    const held = this.held.get(task);
    if (held === undefined) throw new Error(`the statistics of task ${task} are not loaded`);
    return held;
  }

  /** Opens the books of tasks that are new here, and what contextual ones among all know. */
  private async prepare(tasks: readonly Task[]): Promise<void> {
    const unknown = tasks.flatMap(({ name }) => (this.held.has(name) ? [] : [name]));
    if (unknown.length > 0) {
      await this.store.openBooks(unknown);
      await this.read(unknown);
    }
    for (const task of tasks) await this.catchUp(task);
  }

  private hear(task: string): void {
    if (!this.tasks.has(task)) return;
    this.refreshes.add(task).catch((error: unknown) => {
      this.logger.warn(`statistics not read: ${String(error)}`);
    });
  }

  private async refresh(names: readonly string[]): Promise<undefined[]> {
    await this.read(names);
    const changed = this.tasks.all.filter(({ name }) => names.includes(name));
    for (const task of changed) await this.catchUp(task);
    return names.map(() => undefined);
  }

  private catchUp(task: Task): Promise<void> {
    const { tokens } = recollectedBy(this.holding(task.name), task, 1);
    return this.contexts.catchUp(task, tokens);
  }

  private async read(tasks: readonly string[]): Promise<void> {
    for (const read of await this.store.read([...new Set(tasks)])) {
      const { task } = read.booked;
      const held = this.held.get(task);
      if (held === undefined) {
        this.held.set(task, { ...read, recollected: null, open: { rounds: 0, expectedNano: 0 } });
      } else {
        held.rows = read.rows;
        this.commit(read.booked);
        if (read.settled.version > held.settled.version) held.settled = read.settled;
      }
    }
  }
}

/** Rows are summed anew only when they, the task or the epoch have changed. */
function recollectedBy(held: Held, task: Task, round: number): Recollected {
  const { forgetting, prices } = task;
  const from = [held.rows, task, forgets(forgetting) ? epochOf(round, forgetting) : 0];
  if (held.recollected?.from.every((part, at) => part === from[at]) !== true) {
    const reading = { round, forgetting, priceOf: (model: string) => prices.get(model) };
    held.recollected = { from, known: recollect(held.rows, reading) };
  }
  return held.recollected.known;
}
