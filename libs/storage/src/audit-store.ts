import type { DataSource, EntityManager } from 'typeorm';
import { safeInteger } from './integer-column.js';

/** Who changed what. Neither state may hold a secret. */
export interface AuditedChange {
  /** The key that asked for it; null: the service itself, or a service that asks for no keys. */
  keyId: string | null;
  action: string;
  /** What sort of thing was changed: `task`, `model`, `key`… */
  kind: string;
  /** Which of them. */
  name: string;
  before: unknown;
  after: unknown;
}

export interface AuditEntry extends AuditedChange {
  /** Ascending with time. */
  id: number;
  at: Date;
}

interface AuditFilter {
  kind?: string | undefined;
  name?: string | undefined;
  /** Only entries older than this one. */
  beforeId?: number | undefined;
  limit: number;
}

/** Writes the change down in the transaction that makes it: neither is there without the other. */
export async function audit(transaction: EntityManager, change: AuditedChange): Promise<void> {
  const { keyId, action, kind, name, before, after } = change;
  await transaction.query(
    `INSERT INTO purser.audit_log (key_id, action, kind, name, before, after)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [keyId, action, kind, name, jsonOrNull(before), jsonOrNull(after)],
  );
}

/** Reads the log of changes. */
export class AuditStore {
  constructor(private readonly database: DataSource) {}

  /** Newest first. */
  async list({ kind, name, beforeId, limit }: AuditFilter): Promise<AuditEntry[]> {
    const rows = await this.database.query<(Omit<AuditEntry, 'id'> & { id: string })[]>(
      `SELECT id, at, key_id AS "keyId", action, kind, name, before, after
       FROM purser.audit_log
       WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR name = $2)
         AND ($3::bigint IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4`,
      [kind ?? null, name ?? null, beforeId ?? null, limit],
    );
    return rows.map((row) => ({ ...row, id: safeInteger(row.id) }));
  }
}

function jsonOrNull(state: unknown): string | null {
  return state === null || state === undefined ? null : JSON.stringify(state);
}
