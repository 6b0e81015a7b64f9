import { safeInteger } from './integer-column.js';

/** What a task's rounds are expected to cost, as of one update; a higher version is a later one. */
export interface BookedRounds {
  task: string;
  version: number;
  /** Decided and written down. */
  rounds: number;
  expectedNano: number;
}

/** What a task's settled rounds were expected to cost and did cost, as of one update. */
export interface SettledRounds {
  version: number;
  expectedNano: number;
  nano: number;
}

/** A row of `purser.pacing`; PostgreSQL's JSON keeps bigints as numbers, its driver as text. */
export interface BookedRow {
  task: string;
  version: number | string;
  rounds: number | string;
  expected_nano: number | string;
}

export function bookedOf(row: BookedRow): BookedRounds {
  return {
    task: row.task,
    version: safeInteger(String(row.version)),
    rounds: safeInteger(String(row.rounds)),
    expectedNano: safeInteger(String(row.expected_nano)),
  };
}

/**
 * The part of a statement that settles rounds in the pacer's books: after a `settled AS (…)` that has
 * a row a task, with the expected and the true cost of its rounds, and after `SETTLE_WINDOWS`. Rows
 * are locked in the order of their names, and after those of caps, as everywhere, so that two
 * statements can't deadlock. What is booked is in rows of its own: who admits and who settles never
 * wait for each other's commits.
 */
export const SETTLE_ROUNDS = `locked AS MATERIALIZED (
  SELECT pacing_settled.task FROM purser.pacing_settled JOIN settled USING (task)
  WHERE (SELECT count(*) FROM balanced) >= 0
  ORDER BY task FOR UPDATE OF pacing_settled
), paced AS (
  UPDATE purser.pacing_settled SET
    version = pacing_settled.version + 1,
    expected_nano = pacing_settled.expected_nano + settled.expected_nano,
    nano = pacing_settled.nano + settled.nano
  FROM settled JOIN locked USING (task) WHERE pacing_settled.task = settled.task
)`;
