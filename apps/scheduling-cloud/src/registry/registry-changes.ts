import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ConfigError, type WrittenEntry } from '#config';
import { RegistryStore, type RegistryDraft, type RegistryEntry, type RegistryKind } from '#storage';
import { ApiError, notFound } from '../http/api-error.js';
import { changedSince } from '../http/entity-tag.js';
import { configuredTasks } from '../tasks/configured-tasks.js';
import type { Task } from '../tasks/task.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { applyFile } from './file-seeding.js';
import { mergePatch } from './merge-patch.js';
import { isLive, registryConfig, splitPrice, type Rows } from './written-registry.js';

/** An entry as somebody has seen it, and who is about to change it. */
export interface SeenEntry {
  kind: RegistryKind;
  name: string;
  version: number;
  by: string | null;
}

/** What is done to an entry within a change. */
type Step = (draft: RegistryDraft, before: RegistryEntry) => Promise<unknown>;

export interface Changed {
  entry: RegistryEntry;
  rows: Rows;
}

/**
 * Changes tasks, models and prices by the API. What comes out is valid as a whole, or nothing is
 * changed; when it answers, this replica has taken it over, and the others hear of it.
 */
@Injectable()
export class RegistryChanges {
  constructor(
    private readonly store: RegistryStore,
    private readonly tasks: TaskRegistry,
  ) {}

  /** @throws {ApiError} 409 for a name that is taken, 400 for a config that is not valid */
  async create(
    { kind, name, by }: Omit<SeenEntry, 'version'>,
    config: WrittenEntry,
  ): Promise<Changed> {
    return this.commit(by, kind, name, async (draft) => {
      const before = draft.find(kind, name);
      if (before !== undefined && isLive(before)) {
        throw new ApiError(409, `${kind}_exists`, `there is a ${kind} ${name} already`, 'name');
      }
      await write(draft, { kind, name, config, before }, 'create');
    });
  }

  async replace(seen: SeenEntry, configOf: (before: Changed) => WrittenEntry): Promise<Changed> {
    const { kind, name } = seen;
    return this.change(seen, async (draft, before) => {
      const config = configOf({ entry: before, rows: draft.rows });
      await write(draft, { kind, name, config, before }, 'change');
    });
  }

  async remove(seen: SeenEntry): Promise<Changed> {
    return this.change(seen, (draft, before) =>
      put(draft, before, { source: 'api', deletedAt: new Date() }, 'delete'),
    );
  }

  /** Without a version: it does the same whatever else was changed, and must work at once. */
  async pause(name: string, paused: boolean, by: string | null): Promise<Changed> {
    return this.commit(by, 'task', name, async (draft) => {
      const before = existing(draft, 'task', name);
      if (before.paused === paused) return;
      await put(draft, before, { paused }, paused ? 'pause' : 'resume');
    });
  }

  /** Back to what purser.yaml says. @throws {ApiError} 409 if it says nothing */
  async revert(seen: SeenEntry): Promise<Changed> {
    return this.change(seen, async (draft, { kind, name, fileConfig }) => {
      if (fileConfig !== null) await applyFile(draft, kind, name, fileConfig, 'revert');
      else throw new ApiError(409, 'not_in_file', `purser.yaml has no ${kind} ${name}`, 'name');
    });
  }

  /** The task as a JSON merge patch of its config would make it. @throws {ApiError} as a change does */
  async preview(name: string, patch: Readonly<Record<string, unknown>>): Promise<Task> {
    const rows = await this.store.read();
    const isIt = (entry: RegistryEntry): boolean => entry.kind === 'task' && entry.name === name;
    const entries = rows.entries.map((entry) =>
      isIt(entry) ? { ...entry, config: mergePatch(entry.config, patch) } : entry,
    );
    const entry = entries.find((one) => isIt(one) && isLive(one));
    if (entry === undefined) throw notFound('task', name, 'name');
    return tasksOf({ ...rows, entries }, entry).find((task) => task.name === name) as Task;
  }

  /** Forgets what was learnt of a task: as a change of it, so that nobody resets what they have not seen. */
  async reset(seen: SeenEntry): Promise<Changed> {
    return this.change(seen, (draft, before) => draft.resetLearning(before));
  }

  /** @param validFrom null: from now on */
  async setPrice(seen: SeenEntry, price: WrittenEntry, validFrom: Date | null): Promise<Changed> {
    if (validFrom !== null && validFrom.getTime() < Date.now()) {
      throw new ApiError(
        400,
        'invalid_request',
        'valid_from: a price counts from now on, or later: what was spent is spent',
        'valid_from',
      );
    }
    return this.change(seen, async (draft, before) => {
      // A price to come must be as valid as one that counts at once.
      tasksOf(draft.rowsWithPrice(before.name, price), before);
      await put(draft, before, { source: 'api' }, 'set-price');
      await draft.setPrice(before.name, price, validFrom);
    });
  }

  private change(seen: SeenEntry, step: Step): Promise<Changed> {
    const { kind, name, version, by } = seen;
    return this.commit(by, kind, name, async (draft) => {
      const before = existing(draft, kind, name);
      if (before.version !== version) throw changedSince(`${kind} ${name}`, before.version);
      await step(draft, before);
    });
  }

  private async commit(
    by: string | null,
    kind: RegistryKind,
    name: string,
    work: (draft: RegistryDraft) => Promise<void>,
  ): Promise<Changed> {
    const changed = await this.store.change(by, async (draft) => {
      await work(draft);
      const entry = draft.find(kind, name) as RegistryEntry;
      tasksOf(draft.rows, entry);
      return { entry, rows: draft.rows };
    });
    await this.tasks.refresh();
    return changed;
  }
}

/** The tasks as they would be. @throws {ApiError} 400 that lists every fault */
function tasksOf(rows: Rows, { kind, name }: Pick<RegistryEntry, 'kind' | 'name'>): Task[] {
  try {
    return configuredTasks(registryConfig(rows));
  } catch (error) {
    const faults = error instanceof ConfigError ? error.faults : [];
    const message = faults.map((fault) => `${fault.path}: ${fault.message}`).join('; ');
    const param = faults[0]?.path ?? `${kind}s.${name}`;
    throw new ApiError(400, 'invalid_config', message || (error as Error).message, param);
  }
}

function existing(draft: RegistryDraft, kind: RegistryKind, name: string): RegistryEntry {
  const entry = draft.find(kind, name);
  if (entry !== undefined && isLive(entry)) return entry;
  throw notFound(kind, name, 'name');
}

interface Written {
  kind: RegistryKind;
  name: string;
  config: WrittenEntry;
  before: RegistryEntry | undefined;
}

async function write(
  draft: RegistryDraft,
  { kind, name, config: written, before }: Written,
  action: string,
): Promise<void> {
  requireSameCaps(before && isLive(before) ? before.config['caps'] : undefined, written['caps']);
  const { config, price } = kind === 'model' ? splitPrice(written) : { config: written };
  const { fileConfig = null, paused = false } = before ?? {};
  const state = { config, source: 'api', fileConfig, paused, deletedAt: null } as const;
  await draft.put(kind, name, state, action);
  if (price !== undefined) await draft.changePrice(name, price);
}

/** @throws {ApiError} 400: caps are entries of their own, which a task's config seeds from the file */
function requireSameCaps(before: unknown, after: unknown): void {
  if (isDeepStrictEqual(before, after)) return;
  throw new ApiError(
    400,
    'caps_not_here',
    'caps: these only seed the caps from purser.yaml: leave them as they are, and use /admin/v1/caps',
    'caps',
  );
}

function put(
  draft: RegistryDraft,
  before: RegistryEntry,
  over: Partial<Pick<RegistryEntry, 'source' | 'paused' | 'deletedAt'>>,
  action: string,
): Promise<RegistryEntry> {
  const { kind, name, config, source, fileConfig, paused, deletedAt } = before;
  return draft.put(kind, name, { config, source, fileConfig, paused, deletedAt, ...over }, action);
}
