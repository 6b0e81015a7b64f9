import type { Pacing } from '#bandit';
import { safeInteger } from './integer-column.js';

/** The pacer's books of a task as of one update; a higher version is a later one. */
export interface VersionedPacing {
  task: string;
  version: number;
  pacing: Pacing;
}

/** A row of `purser.pacing`; PostgreSQL's JSON keeps bigints as numbers, its driver as text. */
export interface PacingRow {
  task: string;
  version: number | string;
  rounds: number | string;
  expected_nano: number | string;
  settled_expected_nano: number | string;
  settled_nano: number | string;
}

export function pacingOf(row: PacingRow): VersionedPacing {
  return {
    task: row.task,
    version: safeInteger(String(row.version)),
    pacing: {
      rounds: safeInteger(String(row.rounds)),
      expectedNano: safeInteger(String(row.expected_nano)),
      settledExpectedNano: safeInteger(String(row.settled_expected_nano)),
      settledNano: safeInteger(String(row.settled_nano)),
    },
  };
}
