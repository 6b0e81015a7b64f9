import type { Books } from './books.js';
import type { MemoryFigure } from './memory-watch.js';

/** By how much a process may be larger in the last quarter of a run than in its second. */
const GROWTH_SHARE = 0.15;
const GROWTH_MIB = 32;

/** What a run under load came to. */
export interface LoadOutcome {
  /** The books before the first request, and after the end of the last query. */
  readonly before: Books;
  readonly after: Books;
  /** Answers by HTTP status; 0: no answer. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly memory: readonly MemoryFigure[];
  /** Looks at the caps during the run that found one passed. */
  readonly looksOverCap: number;
}

/** What should not be after such a run, in words; nothing if all held. */
export function faultsOf(outcome: LoadOutcome): string[] {
  const { before, after, statuses, memory, looksOverCap } = outcome;
  const accepted = (statuses[200] ?? 0) + (statuses[202] ?? 0);
  const unheard = statuses[0] ?? 0;
  const kept = totalOf(after) - totalOf(before);
  const broken = Object.entries(statuses)
    .filter(([status]) => Number(status) >= 500 && status !== '503')
    .map(([status, count]) => `${count} requests were answered with ${status}`);
  return [
    ...broken,
    ...(kept < accepted ? [`${accepted - kept} accepted queries are not in the database`] : []),
    ...(kept > accepted + unheard ? [`${kept - accepted} queries more than were accepted`] : []),
    ...(after.pending > 0 ? [`${after.pending} queries never ended`] : []),
    ...(after.reservedNano === 0 ? [] : [`${after.reservedNano} nano-dollars are still reserved`]),
    ...(after.ledger.faults > 0 ? [`the ledger has ${after.ledger.faults} faults`] : []),
    ...(after.windowsOverCap > 0 ? [`${after.windowsOverCap} windows are over their cap`] : []),
    ...(looksOverCap > 0 ? [`a cap was passed at ${looksOverCap} looks`] : []),
    ...memory.filter(({ restarts }) => restarts > 0).map(({ name }) => `${name} died`),
    ...memory.filter(hasGrown).map(({ name }) => `${name} has grown`),
  ];
}

function totalOf({ pending, answered, failed }: Books): number {
  return pending + answered + failed;
}

function hasGrown({ warmMib, lastMib }: MemoryFigure): boolean {
  return lastMib - warmMib > Math.max(GROWTH_MIB, GROWTH_SHARE * warmMib);
}
