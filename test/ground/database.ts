import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

/** Of the role of local-servers, which all databases of the server share. */
export const QUEUE_PASSWORD = 'for-tests-only';

/** A database of the test's own, empty. */
export interface TestDatabase {
  url: string;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** One whose migrations have been applied, of which all others are copies. */
export const MIGRATED = 'migrated';

/** Without rows, on the PostgreSQL that all tests share; its schemas are those of today. */
export function freshDatabase(): Promise<TestDatabase> {
  return database(inject('postgresUrl'), `test_${randomBytes(6).toString('hex')}`, MIGRATED);
}

/**
 * Without schemas.
 * @param server of a superuser; the PostgreSQL that all tests share unless another is given
 */
export function emptyDatabase(
  server: string = inject('postgresUrl'),
  name = `test_${randomBytes(6).toString('hex')}`,
): Promise<TestDatabase> {
  return database(server, name, 'template1');
}

async function database(server: string, name: string, template: string): Promise<TestDatabase> {
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    query: (sql, parameters) => rowsOf(url.href, sql, parameters),
    drop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function onServer(server: string, sql: string): Promise<void> {
  await rowsOf(server, sql);
}

async function rowsOf<Row>(url: string, sql: string, parameters?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows as Row[];
  } finally {
    await client.end();
  }
}
