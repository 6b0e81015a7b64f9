import { Injectable } from '@nestjs/common';
import { RegistryStore, type RegistryKind } from '#storage';
import { mayUse, requireAllTasks, requireTask, type Caller } from '../auth/caller.js';
import { notFound } from '../http/api-error.js';
import { versionSeen } from '../http/entity-tag.js';
import { mergePatch } from '../registry/merge-patch.js';
import { RegistryChanges, type Changed, type SeenEntry } from '../registry/registry-changes.js';
import { isLive, writtenEntry } from '../registry/written-registry.js';
import {
  viewOfEntry,
  type EntryPatch,
  type EntryView,
  type NewEntry,
  type NewPrice,
  type PriceList,
} from './registry-view.js';

/** Which entry, in whose hands. */
export interface Target {
  kind: RegistryKind;
  name: string;
  caller: Caller;
}

/** What the routes of tasks and of models have in common. */
@Injectable()
export class RegistryRoutes {
  constructor(
    private readonly store: RegistryStore,
    private readonly changes: RegistryChanges,
  ) {}

  async list(kind: RegistryKind, caller: Caller): Promise<EntryView[]> {
    const rows = await this.store.read();
    return rows.entries
      .filter((entry) => entry.kind === kind && isLive(entry))
      .filter(({ name }) => kind === 'model' || mayUse(caller, name))
      .map((entry) => viewOfEntry(entry, rows));
  }

  /** @throws {ApiError} 404 */
  async find({ kind, name, caller }: Target): Promise<EntryView> {
    if (kind === 'task') requireTask(caller, name);
    const rows = await this.store.read();
    const entry = rows.entries.find((one) => one.kind === kind && one.name === name);
    if (entry === undefined || !isLive(entry)) throw notFound(kind, name, 'name');
    return viewOfEntry(entry, rows);
  }

  create(kind: RegistryKind, { name, config }: NewEntry, caller: Caller): Promise<EntryView> {
    requireAllTasks(caller);
    return told(this.changes.create({ kind, name, by: caller.keyId }, config));
  }

  patch(target: Target, ifMatch: string | undefined, patch: EntryPatch): Promise<EntryView> {
    const seen = seenBy(target, ifMatch);
    return told(
      this.changes.replace(seen, ({ entry, rows }) => mergePatch(writtenEntry(entry, rows), patch)),
    );
  }

  remove(target: Target, ifMatch: string | undefined): Promise<EntryView> {
    return told(this.changes.remove(seenBy(target, ifMatch)));
  }

  revert(target: Target, ifMatch: string | undefined): Promise<EntryView> {
    return told(this.changes.revert(seenBy(target, ifMatch)));
  }

  reset(target: Target, ifMatch: string | undefined): Promise<EntryView> {
    return told(this.changes.reset(seenBy(target, ifMatch)));
  }

  pause({ name, caller }: Target, paused: boolean): Promise<EntryView> {
    requireTask(caller, name);
    return told(this.changes.pause(name, paused, caller.keyId));
  }

  setPrice(target: Target, ifMatch: string | undefined, request: NewPrice): Promise<EntryView> {
    const from = request.valid_from === undefined ? null : new Date(request.valid_from);
    return told(this.changes.setPrice(seenBy(target, ifMatch), request.price, from));
  }

  async prices(target: Target): Promise<PriceList> {
    await this.find(target);
    const prices = await this.store.pricesOf(target.name);
    const data = prices.map(({ price, validFrom, keyId }) => ({
      price: { ...price },
      valid_from: validFrom.toISOString(),
      key_id: keyId,
    }));
    return { data };
  }
}

/** A model may be of any task: to change one takes a key for all. */
function seenBy({ kind, name, caller }: Target, ifMatch: string | undefined): SeenEntry {
  if (kind === 'task') requireTask(caller, name);
  else requireAllTasks(caller);
  return { kind, name, version: versionSeen(ifMatch), by: caller.keyId };
}

async function told(changing: Promise<Changed>): Promise<EntryView> {
  const { entry, rows } = await changing;
  return viewOfEntry(entry, rows);
}
