import { Injectable } from '@nestjs/common';
import { CapStore } from '#storage';
import { Admissions, type Candidate, type Verdict } from '../queries/admissions.js';
import { unavailable } from '../http/api-error.js';
import { budgetRefusal } from './budget-refusal.js';
import { CapBoard } from './cap-board.js';
import { leastBy, type Room } from './room.js';
import { WaitingRoom } from './waiting-room.js';

/** How long a query waits for room that other queries hold, in milliseconds. */
const PATIENCE_MS = 5_000;
/** How often a query asks again, once its patience is over, for room that is there but gets taken. */
const LAST_ATTEMPTS = 3;
/** How often a query looks again for windows that were there a moment ago, and are gone. */
const VANISHINGS = 3;

/** A query with what else it could be answered by. */
export interface Alternatives {
  readonly first: Candidate;
  /** The same query with a combination that reserves at most so much; undefined if there is none. */
  readonly within: (nano: number) => Candidate | undefined;
  /** What the cheapest combination reserves. */
  readonly leastNano: () => number;
}

/** A query with what became of it. */
export interface Granted {
  readonly candidate: Candidate;
  readonly verdict: Exclude<Verdict, { kind: 'blocked' }>;
}

/**
 * Admits queries within the caps. One that only open reservations leave no room for waits for them;
 * then, or at once where the money is spent for good, a cheaper combination is tried.
 */
@Injectable()
export class Reservations {
  /** Windows of which is written down that they are spent. */
  private readonly spentWindows = new Set<number>();

  constructor(
    private readonly admissions: Admissions,
    private readonly board: CapBoard,
    private readonly waitingRoom: WaitingRoom,
    private readonly caps: CapStore,
  ) {}

  /** @throws {ApiError} 429 if no combination fits the caps; 503 if PostgreSQL cannot be reached */
  async admit(query: Alternatives): Promise<Granted> {
    const since = Date.now();
    const until = Math.min(since + PATIENCE_MS, query.first.deadlineAt.getTime());
    let candidate = query.first;
    let attemptsLeft = LAST_ATTEMPTS;
    let vanishingsLeft = VANISHINGS;
    await this.queueUp(candidate, since, until);
    for (;;) {
      const { mark } = this.waitingRoom;
      const verdict = await this.admissions.admit(candidate);
      if (verdict.kind !== 'blocked') return { candidate, verdict };
      const scarcest = leastBy(verdict.rooms, (room) => room.unspentNano);
      const fullest = leastBy(verdict.rooms, (room) => room.leftNano);
      if (scarcest === undefined || fullest === undefined) {
        if (vanishingsLeft === 0) throw unavailable(new Error('windows of caps vanish'));
        vanishingsLeft -= 1;
        continue;
      }
      if (candidate.reservedNano > scarcest.unspentNano) {
        const other = query.within(scarcest.unspentNano);
        if (other === undefined) throw await this.spent(scarcest, query);
        candidate = other;
      } else if (Date.now() < until) {
        if (candidate.reservedNano <= fullest.leftNano) continue;
        const windowIds = verdict.rooms.map((room) => room.window.id);
        const { reservedNano } = candidate;
        await this.waitingRoom.wait(windowIds, reservedNano, { since, mark, until });
      } else {
        const other = query.within(fullest.leftNano);
        if (other === undefined || attemptsLeft === 0) {
          throw budgetRefusal('reserved', fullest, query.leastNano(), new Date());
        }
        attemptsLeft -= 1;
        candidate = other;
      }
    }
  }

  /** Behind those that wait already. */
  private async queueUp(candidate: Candidate, since: number, until: number): Promise<void> {
    const windows = await this.board
      .windowsOf(candidate, new Date(since))
      .catch((error: unknown) => {
        throw unavailable(error);
      });
    const ids = windows.filter(({ cap }) => cap.hard).map(({ id }) => id);
    if (!this.waitingRoom.isWaitedFor(ids)) return;
    const { mark } = this.waitingRoom;
    await this.waitingRoom.wait(ids, candidate.reservedNano, { since, mark, until });
  }

  private async spent(room: Room, { leastNano }: Alternatives) {
    const { id } = room.window;
    if (!this.spentWindows.has(id)) {
      this.spentWindows.add(id);
      await this.caps.tellSpent(room.balance).catch(() => this.spentWindows.delete(id));
    }
    return budgetRefusal('spent', room, leastNano(), new Date());
  }
}
