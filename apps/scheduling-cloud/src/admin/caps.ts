import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { CapStore, KeyStore, type Cap } from '#storage';
import { mayUse, requireAllTasks, requireTask, type Caller } from '../auth/caller.js';
import { ApiError, notFound } from '../http/api-error.js';
import { changedSince, versionSeen } from '../http/entity-tag.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import {
  nanoOf,
  termsOfNew,
  viewOfCap,
  type CapPatch,
  type CapView,
  type NewCap,
} from './cap-view.js';

/** Which cap, in whose hands, and the version that they have seen. */
export interface CapTarget {
  id: string;
  caller: Caller;
  ifMatch: string | undefined;
}

/** Looks at caps and changes them. A key for some tasks has to do with their caps alone. */
@Injectable()
export class Caps {
  constructor(
    private readonly store: CapStore,
    private readonly tasks: TaskRegistry,
    private readonly keys: KeyStore,
  ) {}

  async list(caller: Caller): Promise<CapView[]> {
    const at = new Date();
    const caps = (await this.store.list()).filter((cap) => concerns(cap, caller));
    const balances = await this.store.balances(at);
    return caps.map((cap) => viewOfCap(cap, balances, at));
  }

  /** @throws {ApiError} 404 */
  async find(id: string, caller: Caller): Promise<CapView> {
    return this.viewOf(await this.stored(id, caller));
  }

  /** @throws {ApiError} 400 for a subject that there is not; 409 for a cap that there is already */
  async create(request: NewCap, caller: Caller): Promise<CapView> {
    const terms = termsOfNew(request);
    if (terms.scope === 'task') requireTask(caller, terms.subject);
    else requireAllTasks(caller);
    await this.requireSubject(terms);
    const cap = await this.store.put(terms, null, caller.keyId);
    if (cap !== undefined) return this.viewOf(cap);
    throw new ApiError(
      409,
      'cap_exists',
      'there is a cap of this scope, subject, window, time zone and kind already: change its limit',
      'window',
    );
  }

  /** @throws {ApiError} 404, 412, 428 */
  async change({ id, caller, ifMatch }: CapTarget, { limit_usd }: CapPatch): Promise<CapView> {
    const version = versionSeen(ifMatch);
    const cap = await this.stored(id, caller);
    const limitNano = nanoOf(limit_usd);
    const changed = await this.store.put({ ...cap, limitNano }, version, caller.keyId);
    if (changed === undefined) throw await this.stale(id, caller);
    return this.viewOf(changed);
  }

  /** @throws {ApiError} 404, 412, 428 */
  async remove({ id, caller, ifMatch }: CapTarget): Promise<CapView> {
    const version = versionSeen(ifMatch);
    const view = await this.find(id, caller);
    if (!(await this.store.remove(id, version, caller.keyId))) throw await this.stale(id, caller);
    return view;
  }

  private async stored(id: string, caller: Caller): Promise<Cap> {
    const cap = isUuid(id) ? await this.store.find(id) : undefined;
    if (cap === undefined || !concerns(cap, caller)) throw notFound('cap', id, 'id');
    return cap;
  }

  private async viewOf(cap: Cap): Promise<CapView> {
    const at = new Date();
    return viewOfCap(cap, await this.store.balances(at), at);
  }

  private async stale(id: string, caller: Caller): Promise<ApiError> {
    return changedSince(`cap ${id}`, (await this.stored(id, caller)).version);
  }

  private async requireSubject({ scope, subject }: Pick<Cap, 'scope' | 'subject'>): Promise<void> {
    if (scope === 'task' && !this.tasks.has(subject)) {
      const message = `subject: there is no task ${JSON.stringify(subject)}; the tasks are ${this.tasks.names.join(', ')}`;
      throw new ApiError(400, 'invalid_request', message, 'subject');
    }
    if (scope === 'key' && (await this.keys.find([subject])).length === 0) {
      const message = `subject: there is no key ${JSON.stringify(subject)}: give the id that GET /admin/v1/keys shows`;
      throw new ApiError(400, 'invalid_request', message, 'subject');
    }
  }
}

function concerns({ scope, subject }: Cap, caller: Caller): boolean {
  return caller.tasks === null || (scope === 'task' && mayUse(caller, subject));
}
