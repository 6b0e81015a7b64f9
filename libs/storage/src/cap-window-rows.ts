import { safeInteger } from './integer-column.js';

/** What is reserved and settled in one window of a cap, in nano-dollars. */
export interface WindowBalance {
  id: number;
  capId: string;
  /** Whether admissions are refused by it; a soft cap only warns, and a removed one does nothing. */
  hard: boolean;
  limitNano: number;
  reservedNano: number;
  settledNano: number;
}

/** A balance as PostgreSQL's JSON gives it. */
export interface WindowRow {
  id: number;
  cap_id: string;
  hard: boolean;
  limit_nano: number;
  reserved_nano: number;
  settled_nano: number;
}

/** The NOTIFY channel on which replicas hear that money was settled in a hard cap's window. */
export const CAP_WINDOWS_CHANNEL = 'purser_cap_windows';

export function balanceOf(row: WindowRow): WindowBalance {
  return {
    id: row.id,
    capId: row.cap_id,
    hard: row.hard,
    limitNano: safeInteger(String(row.limit_nano)),
    reservedNano: safeInteger(String(row.reserved_nano)),
    settledNano: safeInteger(String(row.settled_nano)),
  };
}

/** The balance that a notification on `CAP_WINDOWS_CHANNEL` tells. */
export function heardBalance(payload: string): WindowBalance {
  return balanceOf(JSON.parse(payload) as WindowRow);
}

/** Columns of a `WindowRow`, from a `cap_window` and its `cap`. */
export const WINDOW_COLUMNS = `cap_window.id, cap_window.cap_id,
  cap.hard AND cap.deleted_at IS NULL AS hard, cap.limit_nano,
  cap_window.reserved_nano, cap_window.settled_nano`;

/**
 * The part of a statement that ends reservations: after an `observed AS (…)` that has a row a query,
 * with what was reserved for it, its true cost and the windows that it is charged to. It writes the
 * ledger and the windows' balances, warns of soft caps and of costs over the reservation, and tells
 * replicas (`told`, which the statement must read). Windows are locked in the order of their ids, and
 * before the pacer's books, as everywhere, so that two statements can't deadlock.
 */
export const SETTLE_WINDOWS = `posted AS (
  INSERT INTO purser.ledger (query_id, entry, kind, reserved_nano, settled_nano, window_ids)
  SELECT id, 1, CASE cost_nano WHEN 0 THEN 'release' ELSE 'settle' END, -reserved_nano, cost_nano,
    window_ids
  FROM observed
), freed AS (
  SELECT window_id, sum(reserved_nano) AS reserved_nano, sum(cost_nano) AS settled_nano
  FROM observed, unnest(window_ids) AS window_id GROUP BY window_id
), held AS MATERIALIZED (
  SELECT cap_window.id
  FROM purser.cap_windows AS cap_window JOIN freed ON freed.window_id = cap_window.id
  ORDER BY cap_window.id FOR UPDATE OF cap_window
), balanced AS (
  UPDATE purser.cap_windows AS cap_window SET
    reserved_nano = cap_window.reserved_nano - freed.reserved_nano,
    settled_nano = cap_window.settled_nano + freed.settled_nano
  FROM freed JOIN held ON held.id = freed.window_id WHERE cap_window.id = freed.window_id
  RETURNING cap_window.*
), judged AS (
  SELECT ${WINDOW_COLUMNS}, NOT cap.hard AND cap.deleted_at IS NULL AS soft
  FROM balanced AS cap_window JOIN purser.caps AS cap ON cap.id = cap_window.cap_id
), warned AS (
  INSERT INTO purser.budget_events (kind, window_id, amount_nano)
  SELECT 'soft_limit', id, settled_nano FROM judged WHERE soft AND settled_nano >= limit_nano
  ON CONFLICT (window_id, kind) WHERE window_id IS NOT NULL DO NOTHING
), overrun AS (
  INSERT INTO purser.budget_events (kind, query_id, amount_nano)
  SELECT 'overrun', id, cost_nano - reserved_nano FROM observed
  WHERE reserved_nano > 0 AND cost_nano > reserved_nano
), told AS (
  SELECT pg_notify('${CAP_WINDOWS_CHANNEL}', json_build_object('id', id, 'cap_id', cap_id,
    'hard', hard, 'limit_nano', limit_nano, 'reserved_nano', reserved_nano,
    'settled_nano', settled_nano)::text)
  FROM judged WHERE hard
)`;
