import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CAPS_CHANNEL, CapStore, type Cap, type CapScope } from '#storage';
import { ChangeFeed } from '../changes/change-feed.js';
import { windowOf, type Window } from './window.js';

/** A window of a cap, opened in PostgreSQL. */
export interface CapWindow extends Window {
  readonly id: number;
  readonly cap: Cap;
}

/** Whom a query is charged to. */
export interface Charged {
  readonly task: string;
  /** Null where no keys are asked for. */
  readonly keyId: string | null;
}

const NONE: readonly CapWindow[] = [];

/** The caps in memory, and the windows of them that are open now; a change is heard of at once. */
@Injectable()
export class CapBoard implements OnModuleInit {
  private caps = new Map<string, Cap[]>();
  /** Of each cap, the window that was opened last. */
  private readonly opened = new Map<string, CapWindow>();

  constructor(
    private readonly store: CapStore,
    private readonly changes: ChangeFeed,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.changes.hear(CAPS_CHANNEL, () => this.read());
    await this.read();
  }

  /** The windows that an admission at this time is charged to. */
  async windowsOf(charged: Charged, at: Date): Promise<readonly CapWindow[]> {
    const caps = this.capsOf(charged);
    if (caps.length === 0) return NONE;
    const closed = caps.filter((cap) => !this.isOpen(cap, at));
    if (closed.length > 0) await this.open(closed, at);
    return caps.map((cap) => ({ ...(this.opened.get(cap.id) as CapWindow), cap }));
  }

  /** Opens the window anew when it is needed next: PostgreSQL does not know it any more. */
  forget({ cap }: CapWindow): void {
    this.opened.delete(cap.id);
  }

  private capsOf({ task, keyId }: Charged): Cap[] {
    if (this.caps.size === 0) return [];
    const of = (scope: CapScope, subject: string) => this.caps.get(`${scope} ${subject}`) ?? [];
    return [...of('global', ''), ...of('task', task), ...(keyId === null ? [] : of('key', keyId))];
  }

  private isOpen(cap: Cap, at: Date): boolean {
    const window = this.opened.get(cap.id);
    return window !== undefined && window.start <= at && at < window.end;
  }

  private async open(caps: readonly Cap[], at: Date): Promise<void> {
    const windows = caps.map((cap) => windowOf(cap.span, cap.timeZone, at));
    const ids = await this.store.openWindows(
      windows.map(({ start, end }, index) => ({
        capId: (caps[index] as Cap).id,
        startsAt: start,
        endsAt: end,
      })),
    );
    for (const [index, cap] of caps.entries()) {
      const [id, window] = [ids[index], windows[index]];
      if (id === undefined || window === undefined) throw new Error(`no window of cap ${cap.id}`);
      this.opened.set(cap.id, { id, cap, ...window });
    }
  }

  private async read(): Promise<void> {
    const caps = new Map<string, Cap[]>();
    for (const cap of await this.store.list()) {
      const key = `${cap.scope} ${cap.subject}`;
      caps.set(key, [...(caps.get(key) ?? []), cap]);
    }
    this.caps = caps;
  }
}
