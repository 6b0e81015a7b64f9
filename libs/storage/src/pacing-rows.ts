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

/**
 * The part of a statement that settles rounds in the pacer's books: after a `settled AS (…)` that has
 * a row a task, with the expected and the true cost of its rounds, and after `SETTLE_WINDOWS`. Rows
 * are locked in the order of their names, and after those of caps, as everywhere, so that two
 * statements can't deadlock.
 */
export const SETTLE_ROUNDS = `locked AS MATERIALIZED (
  SELECT pacing.task FROM purser.pacing JOIN settled USING (task)
  WHERE (SELECT count(*) FROM balanced) >= 0
  ORDER BY task FOR UPDATE OF pacing
), paced AS (
  UPDATE purser.pacing SET
    version = pacing.version + 1,
    settled_expected_nano = pacing.settled_expected_nano + settled.expected_nano,
    settled_nano = pacing.settled_nano + settled.nano
  FROM settled JOIN locked USING (task) WHERE pacing.task = settled.task
)`;
