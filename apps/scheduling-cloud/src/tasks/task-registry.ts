import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { PurserConfig } from '#config';
import { Batcher } from '#queue';
import { REGISTRY_CHANNEL, type RegistryRows, type RegistryStore } from '#storage';
import type { ChangeFeed } from '../changes/change-feed.js';
import { ApiError } from '../http/api-error.js';
import { registryConfig } from '../registry/written-registry.js';
import { configuredTasks } from './configured-tasks.js';
import { knownTasks } from './known-tasks.js';
import type { Task } from './task.js';

/** Is told of the tasks to come, before anyone sees them. */
type Preparation = (tasks: Task[]) => Promise<void>;

interface Loaded {
  config: PurserConfig;
  tasks: ReadonlyMap<string, Task>;
  paused: ReadonlySet<string>;
  /** With what was withdrawn. */
  known: ReadonlyMap<string, Task>;
  nextPriceAt: Date | null;
}

const LOOK_EVERY_MS = 500;

/** The tasks in the registry, in memory; a change in the database is taken over at once. */
@Injectable()
export class TaskRegistry implements OnModuleInit {
  private readonly logger = new Logger('Tasks');
  private readonly preparations: Preparation[] = [];
  private readonly reloads = new Batcher<null, undefined>((all) => this.reload(all), {
    maxItems: Number.MAX_SAFE_INTEGER,
    maxFlushes: 1,
    gatherMs: 20,
  });

  private constructor(
    private readonly store: RegistryStore,
    private readonly changes: ChangeFeed,
    private loaded: Loaded,
  ) {}

  static async open(store: RegistryStore, changes: ChangeFeed): Promise<TaskRegistry> {
    return new TaskRegistry(store, changes, load(await store.read()));
  }

  async onModuleInit(): Promise<void> {
    await this.changes.hear(REGISTRY_CHANNEL, () => this.refresh());
    await this.refresh();
  }

  /** What must be done for a task before it is here; the earlier ones are done in order. */
  beforeChange(prepare: Preparation): void {
    this.preparations.push(prepare);
  }

  /** Resolves when what was committed before is here. */
  refresh(): Promise<void> {
    return this.reloads.add(null);
  }

  /** A price may come into force though nobody changes anything. */
  @Interval(LOOK_EVERY_MS)
  async takeUpPrices(): Promise<void> {
    const { nextPriceAt } = this.loaded;
    if (nextPriceAt === null || nextPriceAt.getTime() > Date.now()) return;
    await this.refresh().catch((error: unknown) => this.logger.warn(`put off: ${String(error)}`));
  }

  /** With those that were withdrawn; each with every model there is or was. */
  get everKnown(): Task[] {
    return [...this.loaded.known.values()];
  }

  get all(): Task[] {
    return [...this.loaded.tasks.values()];
  }

  get names(): string[] {
    return [...this.loaded.tasks.keys()];
  }

  has(name: string): boolean {
    return this.loaded.tasks.has(name);
  }

  isPaused(name: string): boolean {
    return this.loaded.paused.has(name);
  }

  /** The task for queries under way: it may have been deleted since, and has every model there was. */
  known(name: string): Task | undefined {
    return this.loaded.known.get(name);
  }

  /** Whether the task and all of the models are, or were, there. */
  offers(name: string, models: readonly string[]): boolean {
    const task = this.known(name);
    return task !== undefined && models.every((model) => task.models.has(model));
  }

  /** @throws {ApiError} 404 that names the tasks there are */
  get(name: string): Task {
    const task = this.loaded.tasks.get(name);
    if (task !== undefined) return task;
    throw new ApiError(
      404,
      'task_not_found',
      `there is no task ${JSON.stringify(name)}; the tasks are ${this.names.join(', ')}`,
      'task',
    );
  }

  /** The same for a new query. @throws {ApiError} 409 if the task is paused */
  accepting(name: string): Task {
    const task = this.get(name);
    if (!this.loaded.paused.has(name)) return task;
    throw new ApiError(
      409,
      'task_paused',
      `task ${JSON.stringify(name)} is paused: it takes no queries until an admin resumes it`,
      'task',
      { 'x-should-retry': 'false' },
    );
  }

  private async reload(all: readonly null[]): Promise<undefined[]> {
    const next = load(await this.store.read(), this.loaded);
    for (const prepare of this.preparations) await prepare([...next.tasks.values()]);
    this.loaded = next;
    return all.map(() => undefined);
  }
}

function load(rows: RegistryRows, before?: Loaded): Loaded {
  const config = registryConfig(rows);
  const paused = rows.entries.filter((entry) => entry.kind === 'task' && entry.paused);
  return {
    config,
    tasks: new Map(configuredTasks(config).map((task) => [task.name, kept(task, config, before)])),
    paused: new Set(paused.map(({ name }) => name)),
    known: knownTasks(rows),
    nextPriceAt: rows.nextPriceAt,
  };
}

/** The task that is here already, if nothing about it has changed. */
function kept(task: Task, config: PurserConfig, before: Loaded | undefined): Task {
  const earlier = before?.tasks.get(task.name);
  if (earlier === undefined || before === undefined) return task;
  const isSame = isDeepStrictEqual(partOf(config, task.name), partOf(before.config, task.name));
  return isSame ? earlier : task;
}

function partOf({ tasks, models }: PurserConfig, name: string): unknown {
  const task = tasks[name];
  if (task === undefined) return undefined;
  const { fallback, evaluator } = task;
  const judge = evaluator.kind === 'llm-judge' ? evaluator.model : undefined;
  const named = [...task.models, fallback, judge].filter((model) => model !== undefined);
  return [task, named.map((model) => models[model])];
}
