import type { DataSource } from 'typeorm';
import { audit } from './audit-store.js';
import { safeInteger } from './integer-column.js';

/** A secret as it is kept: the name of a variable of the environment, or what only its key can open. */
export type HeldSecret =
  { kind: 'env'; name: string } | { kind: 'sealed'; id: string; box: string; createdAt: string };

/** A system that sends ratings by webhook. */
export interface WebhookSource {
  name: string;
  /** Grows with every change. */
  version: number;
  /** Who had the last word: purser.yaml or the API. */
  origin: 'file' | 'api';
  /** Of the file's entry that was applied last; null if there was none. */
  fileHash: string | null;
  /** How its JSON becomes a rating, as the caller's schema has it. */
  mapping: unknown;
  /** Any one of them signs. */
  secrets: HeldSecret[];
}

/** Who changes a source, and its states as the audit log shows them. */
interface AuditedSource {
  keyId: string | null;
  before: unknown;
  after?: unknown;
}

type Row = Omit<WebhookSource, 'version'> & { version: string };

const COLUMNS = 'name, version, origin, file_hash AS "fileHash", mapping, secrets';

/** Keeps the sources of webhooks. */
export class WebhookSourceStore {
  constructor(private readonly database: DataSource) {}

  async list(): Promise<WebhookSource[]> {
    const rows = await this.database.query<Row[]>(
      `SELECT ${COLUMNS} FROM purser.webhook_sources ORDER BY name`,
    );
    return rows.map(sourceOf);
  }

  async find(name: string): Promise<WebhookSource | undefined> {
    const rows = await this.database.query<Row[]>(
      `SELECT ${COLUMNS} FROM purser.webhook_sources WHERE name = $1`,
      [name],
    );
    return rows.map(sourceOf)[0];
  }

  /**
   * Writes a source that is at the version given, 0 for one that must be new.
   * @returns it as it is now; undefined if it is at another version
   */
  async put(source: WebhookSource, audited: AuditedSource): Promise<WebhookSource | undefined> {
    const { name, version, origin, fileHash, mapping, secrets } = source;
    return this.database.transaction(async (transaction) => {
      const rows = await transaction.query<Row[]>(
        `WITH changed AS (
         UPDATE purser.webhook_sources SET version = version + 1, origin = $3, file_hash = $4,
           mapping = $5, secrets = $6, updated_at = now()
         WHERE name = $1 AND version = $2
         RETURNING *
       ), added AS (
         INSERT INTO purser.webhook_sources (name, origin, file_hash, mapping, secrets)
         SELECT $1, $3, $4, $5::jsonb, $6::jsonb WHERE $2 = 0
         ON CONFLICT (name) DO NOTHING
         RETURNING *
       )
       SELECT ${COLUMNS} FROM changed UNION ALL SELECT ${COLUMNS} FROM added`,
        [name, version, origin, fileHash, JSON.stringify(mapping), JSON.stringify(secrets)],
      );
      if (rows.length > 0) {
        await audit(transaction, {
          after: null,
          ...audited,
          action: version === 0 ? 'create' : 'change',
          kind: 'webhook_source',
          name,
        });
      }
      return rows.map(sourceOf)[0];
    });
  }

  /** @returns whether it was there, at that version */
  async remove(name: string, version: number, audited: AuditedSource): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const rows = await transaction.query<{ name: string }[]>(
        `WITH removed AS (
         DELETE FROM purser.webhook_sources WHERE name = $1 AND version = $2 RETURNING name
       ) SELECT name FROM removed`,
        [name, version],
      );
      if (rows.length > 0) {
        await audit(transaction, {
          after: null,
          ...audited,
          action: 'remove',
          kind: 'webhook_source',
          name,
        });
      }
      return rows.length > 0;
    });
  }
}

function sourceOf(row: Row): WebhookSource {
  return { ...row, version: safeInteger(row.version) };
}
