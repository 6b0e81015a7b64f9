import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Batcher } from '#queue';
import { KEYS_CHANNEL, KeyStore, type StoredKey } from '#storage';
import { ChangeFeed } from '../changes/change-feed.js';
import { isHashOf, parseKey } from './secret-key.js';

/** Word of a change may get lost while a connection hangs: so old a revocation is seen anyway. */
const LOOK_EVERY_MS = 10_000;

/** The keys in memory, so that a request waits for no database; a change is heard of at once. */
@Injectable()
export class KeyRing implements OnModuleInit {
  private keys = new Map<string, StoredKey>();
  private readonly looks = new Batcher<string, StoredKey | undefined>(
    async (ids) => {
      const found = new Map((await this.store.find(ids)).map((key) => [key.id, key]));
      for (const [id, key] of found) this.keys.set(id, key);
      return ids.map((id) => found.get(id));
    },
    { maxItems: 500, maxFlushes: 1, gatherMs: 20 },
  );

  constructor(
    private readonly store: KeyStore,
    private readonly changes: ChangeFeed,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.changes.hear(KEYS_CHANNEL, async (id) => {
      await (id === null ? this.lookAtAll() : this.looks.add(id));
    });
    await this.lookAtAll();
  }

  @Interval(LOOK_EVERY_MS)
  async lookAgain(): Promise<void> {
    await this.lookAtAll().catch(() => undefined);
  }

  /** The key with this text, if it is good now. One that was just made is looked up. */
  async find(text: string, now: Date): Promise<StoredKey | undefined> {
    const parsed = parseKey(text);
    if (parsed === undefined) return undefined;
    const key = this.keys.get(parsed.id) ?? (await this.looks.add(parsed.id));
    return key !== undefined && isGood(key, parsed.secret, now) ? key : undefined;
  }

  private async lookAtAll(): Promise<void> {
    this.keys = new Map((await this.store.list()).map((key) => [key.id, key]));
  }
}

function isGood(key: StoredKey, secret: string, now: Date): boolean {
  if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return false;
  if (isHashOf(key.secretHash, secret)) return true;
  if (key.previousHash === null || key.previousUntil === null) return false;
  return key.previousUntil > now && isHashOf(key.previousHash, secret);
}
