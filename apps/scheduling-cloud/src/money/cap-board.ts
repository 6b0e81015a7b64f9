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
  /** By cap and start: a thousand queries that find a window closed open it once. */
  private readonly opening = new Map<string, Promise<CapWindow>>();

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
    return Promise.all(caps.map(async (cap) => ({ ...(await this.windowOf(cap, at)), cap })));
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

  private windowOf(cap: Cap, at: Date): CapWindow | Promise<CapWindow> {
    const last = this.opened.get(cap.id);
    if (last !== undefined && last.start <= at && at < last.end) return last;
    const window = windowOf(cap.span, cap.timeZone, at);
    const key = `${cap.id} ${window.start.getTime()}`;
    const opening =
      this.opening.get(key) ?? this.open(cap, window).finally(() => this.opening.delete(key));
    this.opening.set(key, opening);
    return opening;
  }

  private async open(cap: Cap, window: Window): Promise<CapWindow> {
    const frame = { capId: cap.id, startsAt: window.start, endsAt: window.end };
    const [id] = await this.store.openWindows([frame]);
    if (id === undefined) throw new Error(`no window of cap ${cap.id} could be opened`);
    const opened = { id, cap, ...window };
    this.opened.set(cap.id, opened);
    return opened;
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
