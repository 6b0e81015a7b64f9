import type { DataSource, EntityManager } from 'typeorm';
import { audit } from './audit-store.js';
import {
  balanceOf,
  WINDOW_COLUMNS,
  type WindowBalance,
  type WindowRow,
} from './cap-window-rows.js';
import { safeInteger } from './integer-column.js';

export type CapScope = 'global' | 'task' | 'key';
export type CapSpan = 'minute' | 'hour' | 'day' | 'week' | 'month';

/** What a cap says. There is one of a scope, subject, span, time zone and kind. */
export interface CapTerms {
  scope: CapScope;
  /** The task's name or the key's id; empty for a global cap. */
  subject: string;
  span: CapSpan;
  /** An IANA name; its midnights begin days, weeks and months. */
  timeZone: string;
  /** Hard: admissions that would pass it are refused. Soft: passing it is told. */
  hard: boolean;
  /** What its windows may hold, in nano-dollars. */
  limitNano: number;
}

export interface Cap extends CapTerms {
  id: string;
  /** Counts its changes, from 1. */
  version: number;
  /** Who had the last say: purser.yaml, or the API, which the file never overrules. */
  origin: 'file' | 'api';
}

/** A window of a cap by its bounds; the end is the next one's start. */
export interface CapFrame {
  capId: string;
  startsAt: Date;
  endsAt: Date;
}

/** The NOTIFY channel on which replicas hear that caps have changed. */
export const CAPS_CHANNEL = 'purser_caps';

/** Dollars a window that are never passed (hard), or told of when they are (soft). */
export class CapStore {
  constructor(private readonly database: DataSource) {}

  async list(): Promise<Cap[]> {
    const rows = await this.database.query<CapRow[]>(
      `SELECT ${CAP_COLUMNS} FROM purser.caps WHERE deleted_at IS NULL
       ORDER BY scope, subject, span, time_zone, hard`,
    );
    return rows.map(capOf);
  }

  /** @returns undefined if there is none, or it is removed */
  async find(id: string): Promise<Cap | undefined> {
    const [row] = await this.database.query<CapRow[]>(
      `SELECT ${CAP_COLUMNS} FROM purser.caps WHERE id = $1 AND deleted_at IS NULL`,
      [id],
    );
    return row && capOf(row);
  }

  /**
   * Makes a cap or changes its limit.
   * @param expected the version that is changed; null for a cap that must not exist yet
   * @param by the key that asks for it
   * @returns undefined if it is another version by now
   */
  async put(
    terms: CapTerms,
    expected: number | null,
    by: string | null = null,
  ): Promise<Cap | undefined> {
    return this.database.transaction(async (transaction) => {
      const [row] = await transaction.query<(CapRow & { limitBefore: string })[]>(PUT, [
        ...valuesOf(terms),
        expected,
      ]);
      if (row === undefined) return undefined;
      const { limitBefore, ...after } = row;
      const before = expected === null ? null : { ...after, limitNano: limitBefore };
      await auditCap(transaction, by, before, after);
      return capOf(after);
    });
  }

  /** @returns whether it was this version and is removed; what it has counted is kept */
  async remove(id: string, expected: number, by: string | null = null): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [row] = await transaction.query<CapRow[]>(REMOVE, [id, expected]);
      if (row !== undefined) await auditCap(transaction, by, row, null);
      return row !== undefined;
    });
  }

  /**
   * Makes the caps of purser.yaml so: what the API has changed or removed stays as it is, and what
   * the file made and no longer has is removed.
   */
  async seed(caps: readonly CapTerms[]): Promise<void> {
    await this.database.query(SEED, [
      JSON.stringify(
        caps.map(({ timeZone, limitNano, ...cap }) => ({
          ...cap,
          time_zone: timeZone,
          limit_nano: limitNano,
        })),
      ),
    ]);
  }

  /** Opens windows that nobody has opened yet. @returns the ids of all, in their order */
  async openWindows(frames: readonly CapFrame[]): Promise<number[]> {
    const values = [
      frames.map((frame) => frame.capId),
      frames.map((frame) => frame.startsAt),
      frames.map((frame) => frame.endsAt),
    ];
    await this.database.query(OPEN, values);
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT cap_window.id
       FROM unnest($1::uuid[], $2::timestamptz[]) WITH ORDINALITY AS frame (cap_id, starts_at, place)
       JOIN purser.cap_windows AS cap_window USING (cap_id, starts_at) ORDER BY place`,
      values.slice(0, 2),
    );
    return rows.map((row) => safeInteger(row.id));
  }

  /** The windows of all caps that are open at a time: those with anything charged to them. */
  async balances(at: Date): Promise<WindowBalance[]> {
    const rows = await this.database.query<{ balance: WindowRow }[]>(
      `SELECT row_to_json(balance) AS balance FROM (
         SELECT ${WINDOW_COLUMNS}
         FROM purser.cap_windows AS cap_window JOIN purser.caps AS cap ON cap.id = cap_window.cap_id
         WHERE cap.deleted_at IS NULL AND cap_window.starts_at <= $1 AND $1 < cap_window.ends_at
       ) AS balance`,
      [at],
    );
    return rows.map(({ balance }) => balanceOf(balance));
  }

  /** Writes down, once a window, that a query was refused because the window is spent. */
  async tellSpent({ id, settledNano }: WindowBalance): Promise<void> {
    await this.database.query(
      `INSERT INTO purser.budget_events (kind, window_id, amount_nano) VALUES ('hard_limit', $1, $2)
       ON CONFLICT (window_id, kind) WHERE window_id IS NOT NULL DO NOTHING`,
      [id, settledNano],
    );
  }
}

interface CapRow extends Omit<Cap, 'limitNano' | 'version'> {
  limitNano: string;
  version: string;
}

function capOf(row: CapRow): Cap {
  return { ...row, limitNano: safeInteger(row.limitNano), version: safeInteger(row.version) };
}

async function auditCap(
  transaction: EntityManager,
  keyId: string | null,
  before: CapRow | null,
  after: CapRow | null,
): Promise<void> {
  const name = (after ?? before)?.id ?? '';
  const action = after === null ? 'delete' : before === null ? 'create' : 'change';
  const [was, is] = [before && termsOf(before), after && termsOf(after)];
  await audit(transaction, { keyId, action, kind: 'cap', name, before: was, after: is });
}

/** What of a cap may change, and whose it is. */
function termsOf(row: CapRow): CapTerms {
  const { id: _id, version: _version, origin: _origin, ...terms } = capOf(row);
  return terms;
}

function valuesOf({ scope, subject, span, timeZone, hard, limitNano }: CapTerms): unknown[] {
  return [scope, subject, span, timeZone, hard, limitNano];
}

const CAP_COLUMNS = `id, scope, subject, span, time_zone AS "timeZone", hard,
  limit_nano AS "limitNano", origin, version`;

const TELL = `told AS (SELECT pg_notify('${CAPS_CHANNEL}', '') FROM changed LIMIT 1)`;

/** A removed cap that is made again is the one that it was, with what it has counted. */
const PUT = `
WITH before AS MATERIALIZED (
  SELECT limit_nano FROM purser.caps
  WHERE (scope, subject, span, time_zone, hard) = ($1, $2, $3, $4, $5::boolean) FOR UPDATE
), changed AS (
  INSERT INTO purser.caps AS cap (scope, subject, span, time_zone, hard, limit_nano, origin)
  SELECT $1, $2, $3, $4, $5::boolean, $6::bigint, 'api'
  WHERE $7::bigint IS NULL OR EXISTS (SELECT FROM before)
  ON CONFLICT (scope, subject, span, time_zone, hard) DO UPDATE SET limit_nano = excluded.limit_nano,
    origin = 'api', version = cap.version + 1, deleted_at = NULL, updated_at = now()
  WHERE CASE WHEN cap.deleted_at IS NULL THEN cap.version = $7 ELSE $7 IS NULL END
  RETURNING *
), ${TELL}
SELECT ${CAP_COLUMNS}, (SELECT limit_nano FROM before) AS "limitBefore"
FROM changed LEFT JOIN told ON true`;

const REMOVE = `
WITH changed AS (
  UPDATE purser.caps SET deleted_at = now(), origin = 'api', version = version + 1, updated_at = now()
  WHERE id = $1 AND version = $2 AND deleted_at IS NULL
  RETURNING *
), ${TELL}
SELECT ${CAP_COLUMNS} FROM changed LEFT JOIN told ON true`;

const SEED = `
WITH seed AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS seed (
    scope text, subject text, span text, time_zone text, hard boolean, limit_nano bigint)
), sown AS (
  INSERT INTO purser.caps AS cap (scope, subject, span, time_zone, hard, limit_nano, origin)
  SELECT scope, subject, span, time_zone, hard, limit_nano, 'file' FROM seed
  ORDER BY scope, subject, span, time_zone, hard
  ON CONFLICT (scope, subject, span, time_zone, hard) DO UPDATE SET limit_nano = excluded.limit_nano,
    version = cap.version + 1, deleted_at = NULL, updated_at = now()
  WHERE cap.origin = 'file'
    AND (cap.limit_nano <> excluded.limit_nano OR cap.deleted_at IS NOT NULL)
  RETURNING id
), weeded AS (
  UPDATE purser.caps AS cap SET deleted_at = now(), version = version + 1, updated_at = now()
  WHERE origin = 'file' AND deleted_at IS NULL AND NOT EXISTS (
    SELECT FROM seed WHERE (seed.scope, seed.subject, seed.span, seed.time_zone, seed.hard)
      = (cap.scope, cap.subject, cap.span, cap.time_zone, cap.hard))
  RETURNING id
), changed AS (
  SELECT id FROM sown UNION ALL SELECT id FROM weeded
), ${TELL}
SELECT (SELECT count(*) FROM told)`;

const OPEN = `
INSERT INTO purser.cap_windows (cap_id, starts_at, ends_at)
SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS frame ORDER BY 1, 2
ON CONFLICT (cap_id, starts_at) DO NOTHING`;
