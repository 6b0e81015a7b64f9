import type { WindowBalance } from '#storage';
import type { CapWindow } from './cap-board.js';

/** What a hard cap's window has left for a query, in nano-dollars; below 0 where a cap was lowered. */
export interface Room {
  readonly window: CapWindow;
  /** Now. */
  readonly leftNano: number;
  /** Once all that is reserved is given back. */
  readonly unspentNano: number;
  readonly balance: WindowBalance;
}

/** The rooms in windows of hard caps; a window without a balance has gone and is left out. */
export function roomsOf(
  windows: readonly CapWindow[],
  balances: ReadonlyMap<number, WindowBalance>,
): Room[] {
  return windows.flatMap((window) => {
    const balance = balances.get(window.id);
    if (!balance?.hard) return [];
    const unspentNano = balance.limitNano - balance.settledNano;
    return [{ window, leftNano: unspentNano - balance.reservedNano, unspentNano, balance }];
  });
}

/** What fits in all of them now; undefined where there are none. */
export function leastLeft(rooms: readonly Room[]): number | undefined {
  return leastBy(rooms, (room) => room.leftNano)?.leftNano;
}

/** The one with the least of something. */
export function leastBy(rooms: readonly Room[], of: (room: Room) => number): Room | undefined {
  return rooms.reduce<Room | undefined>(
    (least, room) => (least === undefined || of(room) < of(least) ? room : least),
    undefined,
  );
}
