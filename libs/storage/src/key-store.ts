import type { DataSource, EntityManager } from 'typeorm';
import { audit } from './audit-store.js';
import { safeInteger } from './integer-column.js';

export type KeyRole = 'query' | 'rate' | 'admin';

/** What a key may do, in the operator's hands. */
export interface KeyTerms {
  name: string;
  roles: readonly KeyRole[];
  /** Null: all tasks, those to come too. */
  tasks: readonly string[] | null;
  /** Null: no limit. */
  requestsPerMinute: number | null;
  /** Null: never. */
  expiresAt: Date | null;
}

export interface StoredKey extends KeyTerms {
  id: string;
  version: number;
  createdAt: Date;
  revokedAt: Date | null;
  /** SHA-256 of the secret. */
  secretHash: Buffer;
  /** The secret before the last rotation, while it is still good. */
  previousHash: Buffer | null;
  previousUntil: Date | null;
}

/** `changed`, or why not. */
export type KeyChange =
  | { outcome: 'changed'; key: StoredKey }
  | { outcome: 'unknown' }
  | { outcome: 'stale'; version: number }
  | { outcome: 'revoked' }
  | { outcome: 'last-admin' };

/** What a change must know: who asks, and the version that they have seen. */
export interface KeyChangeRequest {
  id: string;
  version: number;
  by: string | null;
}

/** The NOTIFY channel on which replicas hear of the keys that have changed. */
export const KEYS_CHANNEL = 'purser_keys';

/** Any one number will do, as long as it is always the same. */
const ADMIN_KEYS_LOCK = 7_205_759;

/** Keeps keys: never a secret, only its hash. */
export class KeyStore {
  constructor(private readonly database: DataSource) {}

  async list(): Promise<StoredKey[]> {
    return keysOf(await this.database.query<KeyRow[]>(`${SELECT} ORDER BY created_at, id`));
  }

  async find(ids: readonly string[]): Promise<StoredKey[]> {
    return keysOf(await this.database.query<KeyRow[]>(`${SELECT} WHERE id = ANY($1)`, [ids]));
  }

  async create(id: string, secretHash: Buffer, terms: KeyTerms, by: string | null) {
    return this.database.transaction((transaction) =>
      insert(transaction, id, secretHash, terms, by),
    );
  }

  /**
   * Makes an admin key if there is none that works, so that nobody is locked out.
   * @param keep is told before the key begins to count, so that it can't be lost
   * @returns whether it was made
   */
  async createFirstAdmin(
    id: string,
    secretHash: Buffer,
    terms: KeyTerms,
    keep: () => Promise<void>,
  ): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      if ((await workingAdmins(transaction)) > 0) return false;
      await keep();
      await insert(transaction, id, secretHash, terms, null);
      return true;
    });
  }

  async change(request: KeyChangeRequest, terms: KeyTerms): Promise<KeyChange> {
    return this.changing(request, 'change', async (transaction, { id }) => {
      await transaction.query(
        `UPDATE purser.api_keys SET name = $2, roles = $3, tasks = $4, requests_per_minute = $5,
           expires_at = $6 WHERE id = $1`,
        [id, terms.name, terms.roles, terms.tasks, terms.requestsPerMinute, terms.expiresAt],
      );
    });
  }

  /** Gives the key a new secret; the one before stays good until then. */
  async rotate(request: KeyChangeRequest, secretHash: Buffer, until: Date): Promise<KeyChange> {
    return this.changing(request, 'rotate', async (transaction, { id }) => {
      await transaction.query(
        `UPDATE purser.api_keys SET previous_hash = secret_hash, previous_until = $3,
           secret_hash = $2 WHERE id = $1`,
        [id, secretHash, until],
      );
    });
  }

  /** For ever. */
  async revoke(request: KeyChangeRequest): Promise<KeyChange> {
    return this.changing(request, 'revoke', async (transaction, { id }) => {
      await transaction.query('UPDATE purser.api_keys SET revoked_at = now() WHERE id = $1', [id]);
    });
  }

  private async changing(
    { id, version, by }: KeyChangeRequest,
    action: string,
    change: (transaction: EntityManager, before: StoredKey) => Promise<void>,
  ): Promise<KeyChange> {
    return this.database.transaction<KeyChange>(async (transaction) => {
      const admins = await workingAdmins(transaction);
      const before = await locked(transaction, id);
      if (before === undefined) return { outcome: 'unknown' };
      if (before.version !== version) return { outcome: 'stale', version: before.version };
      if (before.revokedAt !== null) return { outcome: 'revoked' };
      await transaction.query('SAVEPOINT unchanged');
      await change(transaction, before);
      await transaction.query('UPDATE purser.api_keys SET version = version + 1 WHERE id = $1', [
        id,
      ]);
      if (admins > 0 && (await workingAdmins(transaction)) === 0) {
        await transaction.query('ROLLBACK TO unchanged');
        return { outcome: 'last-admin' };
      }
      const key = (await locked(transaction, id)) as StoredKey;
      const states = { before: termsOf(before), after: termsOf(key) };
      await audit(transaction, { keyId: by, action, kind: 'key', name: id, ...states });
      await tell(transaction, id);
      return { outcome: 'changed', key };
    });
  }
}

async function insert(
  transaction: EntityManager,
  id: string,
  secretHash: Buffer,
  terms: KeyTerms,
  by: string | null,
): Promise<StoredKey> {
  const { name, roles, tasks, requestsPerMinute, expiresAt } = terms;
  await transaction.query(
    `INSERT INTO purser.api_keys (id, name, roles, tasks, requests_per_minute, secret_hash, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, name, roles, tasks, requestsPerMinute, secretHash, expiresAt],
  );
  const key = (await locked(transaction, id)) as StoredKey;
  const after = termsOf(key);
  await audit(transaction, {
    keyId: by,
    action: 'create',
    kind: 'key',
    name: id,
    before: null,
    after,
  });
  await tell(transaction, id);
  return key;
}

/** How many admin keys work, for all tasks; until the transaction ends nobody else changes that. */
async function workingAdmins(transaction: EntityManager): Promise<number> {
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [ADMIN_KEYS_LOCK]);
  const [row] = await transaction.query<[{ count: number }]>(
    `SELECT count(*)::integer AS count FROM purser.api_keys
     WHERE 'admin' = ANY(roles) AND tasks IS NULL AND revoked_at IS NULL
       AND (expires_at IS NULL OR expires_at > now())`,
  );
  return row.count;
}

async function locked(transaction: EntityManager, id: string): Promise<StoredKey | undefined> {
  return keysOf(await transaction.query<KeyRow[]>(`${SELECT} WHERE id = $1 FOR UPDATE`, [id]))[0];
}

async function tell(transaction: EntityManager, id: string): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $2)', [KEYS_CHANNEL, id]);
}

/** The key without its hashes. */
function termsOf(key: StoredKey): Record<string, unknown> {
  const { secretHash: _secret, previousHash: _previous, ...terms } = key;
  return terms;
}

type KeyRow = Omit<StoredKey, 'version'> & { version: string };

function keysOf(rows: readonly KeyRow[]): StoredKey[] {
  return rows.map((row) => ({ ...row, version: safeInteger(row.version) }));
}

const SELECT = `
SELECT id, name, roles, tasks, requests_per_minute AS "requestsPerMinute",
  secret_hash AS "secretHash", previous_hash AS "previousHash", previous_until AS "previousUntil",
  version, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"
FROM purser.api_keys`;
