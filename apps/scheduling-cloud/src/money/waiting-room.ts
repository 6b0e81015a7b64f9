import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CAP_WINDOWS_CHANNEL, heardBalance, type WindowBalance } from '#storage';
import { ChangeFeed } from '../changes/change-feed.js';

/** Word may get lost: so often a waiter looks without it, in milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** Of so many windows the last news is remembered. */
const MOST_WINDOWS = 10_000;

interface Waiter {
  /** Since when it waits, in milliseconds since the epoch; the first come is the first served. */
  readonly since: number;
  readonly windowIds: readonly number[];
  readonly nano: number;
  readonly wake: () => void;
}

/**
 * Queries that wait until windows of caps have room for them, as other queries are settled. Nobody
 * overtakes: a query waits too if another one waits for a window of its.
 */
@Injectable()
export class WaitingRoom implements OnModuleInit {
  private waiters: Waiter[] = [];
  private news = 0;
  /** By window, the number of the last news of it. */
  private readonly lastNews = new Map<number, number>();

  constructor(private readonly changes: ChangeFeed) {}

  async onModuleInit(): Promise<void> {
    await this.changes.hear(CAP_WINDOWS_CHANNEL, (payload) => {
      if (payload === null) this.wakeAll();
      else this.hear(heardBalance(payload));
      return Promise.resolve();
    });
  }

  /** A mark to give to `wait`: news that comes after it is not missed. */
  get mark(): number {
    return this.news;
  }

  /** Whether somebody waits for one of the windows. */
  isWaitedFor(windowIds: readonly number[]): boolean {
    return this.waiters.some((waiter) => waiter.windowIds.some((id) => windowIds.includes(id)));
  }

  /**
   * Resolves when there may be room, or room may have become impossible, and at the latest `until`.
   * @param nano what is to be reserved
   */
  async wait(
    windowIds: readonly number[],
    nano: number,
    { since, mark, until }: { since: number; mark: number; until: number },
  ): Promise<void> {
    if (windowIds.some((id) => (this.lastNews.get(id) ?? 0) > mark)) return;
    const ms = Math.min(LOOK_EVERY_MS, until - Date.now());
    if (ms <= 0) return;
    await new Promise<void>((resolve) => {
      const leave = (): void => {
        clearTimeout(timer);
        this.waiters = this.waiters.filter((other) => other !== waiter);
        resolve();
      };
      const timer = setTimeout(leave, ms);
      const waiter: Waiter = { since, windowIds, nano, wake: leave };
      const place = this.waiters.findLastIndex((other) => other.since <= since) + 1;
      this.waiters.splice(place, 0, waiter);
    });
  }

  /** Lets the first waiters go for whom a window has room, and the first one if it never will. */
  private hear({ id, limitNano, reservedNano, settledNano }: WindowBalance): void {
    this.news += 1;
    if (this.lastNews.size >= MOST_WINDOWS) this.lastNews.clear();
    this.lastNews.set(id, this.news);
    let left = limitNano - reservedNano - settledNano;
    for (const waiter of this.waiters.filter(({ windowIds }) => windowIds.includes(id))) {
      const isHopeless = waiter.nano > limitNano - settledNano;
      if (!isHopeless && waiter.nano > left) return;
      if (!isHopeless) left -= waiter.nano;
      waiter.wake();
    }
  }

  private wakeAll(): void {
    for (const waiter of [...this.waiters]) waiter.wake();
  }
}
