import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { purserDatabase, SCHEMA } from './data-source.js';

export interface MigrationStatus {
  /** Names of migrations, oldest first. */
  applied: string[];
  pending: string[];
  /** Of the applied, those of a later version of Purser. */
  unknown: string[];
}

/** Any one number will do, as long as it is always the same. */
const MIGRATION_LOCK = 7_205_758;

/**
 * Applies the migrations that are pending, under a lock: ten replicas that start at once wait for
 * the first one. Returns the names of those applied.
 * @throws Error for a schema that is newer than this code
 */
export function migrateUp(url: string): Promise<string[]> {
  return underLock(url, async (database) => {
    refuseNewer(await statusOf(database));
    const applied = await database.runMigrations();
    return applied.map((migration) => migration.name);
  });
}

/**
 * Reverts the latest migration, and its data with it. Returns its name, if there was one.
 * @throws Error for a schema that is newer than this code
 */
export function migrateDown(url: string): Promise<string | undefined> {
  return underLock(url, async (database) => {
    const status = await statusOf(database);
    refuseNewer(status);
    const latest = status.applied.at(-1);
    if (latest !== undefined) await database.undoLastMigration();
    return latest;
  });
}

export function migrationStatus(url: string): Promise<MigrationStatus> {
  return underLock(url, statusOf);
}

/** Code that does not know a table's columns would write half of what it should. */
function refuseNewer({ unknown }: MigrationStatus): void {
  if (unknown.length === 0) return;
  throw new Error(
    `the database's schema is newer than this Purser, which does not know ${unknown.join(', ')}: start the version that applied it, or revert it with that version's "purser migrate down"`,
  );
}

async function underLock<Result>(
  url: string,
  work: (database: DataSource) => Promise<Result>,
): Promise<Result> {
  const lock = new Client({ connectionString: url });
  await lock.connect();
  const database = purserDatabase(url);
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
    await database.initialize();
    return await work(database);
  } finally {
    if (database.isInitialized) await database.destroy();
    await lock.end();
  }
}

async function statusOf(database: DataSource): Promise<MigrationStatus> {
  const known = database.migrations.map(
    (migration) => migration.name ?? migration.constructor.name,
  );
  const [{ exists }] = await database.query<[{ exists: boolean }]>(
    `SELECT to_regclass('${SCHEMA}.migrations') IS NOT NULL AS exists`,
  );
  const rows = exists
    ? await database.query<{ name: string }[]>(`SELECT name FROM ${SCHEMA}.migrations ORDER BY id`)
    : [];
  const applied = rows.map((row) => row.name);
  return {
    applied,
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}
