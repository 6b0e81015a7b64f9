import { Injectable } from '@nestjs/common';
import { KeyStore, type KeyChange, type KeyTerms, type StoredKey } from '#storage';
import { hashOf, keyText, newKeyId, newSecret } from '../auth/secret-key.js';
import { ApiError, notFound } from '../http/api-error.js';
import { changedSince } from '../http/entity-tag.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import {
  viewOfKey,
  type KeyPatch,
  type KeyRequest,
  type KeyView,
  type ShownKey,
} from './key-view.js';

/** A key as somebody has seen it, and who is about to change it. */
interface Seen {
  id: string;
  version: number;
  by: string | null;
}

/** Makes and changes keys. A secret leaves this class once, in the answer to whoever asked for it. */
@Injectable()
export class Keys {
  constructor(
    private readonly store: KeyStore,
    private readonly tasks: TaskRegistry,
  ) {}

  async list(): Promise<KeyView[]> {
    return (await this.store.list()).map(viewOfKey);
  }

  /** @throws {ApiError} 404 */
  async find(id: string): Promise<KeyView> {
    return viewOfKey(await this.stored(id));
  }

  async create(request: KeyRequest, by: string | null): Promise<ShownKey> {
    const terms = this.termsOf(request);
    const key = { id: newKeyId(), secret: newSecret() };
    const stored = await this.store.create(key.id, hashOf(key.secret), terms, by);
    return { ...viewOfKey(stored), key: keyText(key) };
  }

  async change(seen: Seen, patch: KeyPatch): Promise<KeyView> {
    const before = viewOfKey(await this.stored(seen.id));
    const terms = this.termsOf({ ...before, ...patch });
    return viewOfKey(changed(seen.id, await this.store.change(seen, terms)));
  }

  async rotate(seen: Seen, graceSeconds: number): Promise<ShownKey> {
    const secret = newSecret();
    const until = new Date(Date.now() + graceSeconds * 1_000);
    const key = changed(seen.id, await this.store.rotate(seen, hashOf(secret), until));
    return { ...viewOfKey(key), key: keyText({ id: seen.id, secret }) };
  }

  async revoke(seen: Seen): Promise<KeyView> {
    return viewOfKey(changed(seen.id, await this.store.revoke(seen)));
  }

  private async stored(id: string): Promise<StoredKey> {
    const [key] = await this.store.find([id]);
    if (key === undefined) throw notFound('key', id, 'id');
    return key;
  }

  private termsOf(request: KeyRequest): KeyTerms {
    for (const task of request.tasks ?? []) {
      if (!this.tasks.has(task)) throw unknownTask(task, this.tasks.names);
    }
    return {
      name: request.name,
      roles: [...new Set(request.roles)],
      tasks: request.tasks,
      requestsPerMinute: request.requests_per_minute,
      expiresAt: request.expires_at === null ? null : new Date(request.expires_at),
    };
  }
}

function unknownTask(task: string, names: readonly string[]): ApiError {
  const message = `tasks: there is no task ${JSON.stringify(task)}; the tasks are ${names.join(', ')}`;
  return new ApiError(400, 'invalid_request', message, 'tasks');
}

function changed(id: string, change: KeyChange): StoredKey {
  switch (change.outcome) {
    case 'changed':
      return change.key;
    case 'unknown':
      throw notFound('key', id, 'id');
    case 'stale':
      throw changedSince(`key ${id}`, change.version);
    case 'revoked':
      throw new ApiError(409, 'key_revoked', `key ${id} is revoked: make a new one`, 'id');
    case 'last-admin':
      throw new ApiError(
        409,
        'last_admin_key',
        `key ${id} is the last that can do everything: make another admin key first`,
        'id',
      );
  }
}
