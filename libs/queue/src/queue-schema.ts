import { createPostgresBackend, withBackend } from 'bullmq';
import pRetry from 'p-retry';
import { Client } from 'pg';
import { QUEUE_SCHEMA } from './settings.js';

/** The database role of local-servers. */
export const WORKER_ROLE = 'purser_local_server';

/** Counts of what models were used in the current minute. */
export const RATE_LIMITS_TABLE = 'rate_limits';

const SCHEMA_LOCK = 7_205_759;

/**
 * Brings BullMQ's schema up to date and, given a password, makes the role of the local-servers,
 * which sees that schema alone. Safe to run from many replicas at once.
 * @param url of a role that may create schemas and, for `rolePassword`, roles
 */
export async function migrateQueue(url: string, rolePassword?: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SCHEMA_LOCK]);
    await migrateBullmq(url);
    // As rate-limiter-flexible would make it, which the role of the local-servers may not.
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${client.escapeIdentifier(QUEUE_SCHEMA)}.${RATE_LIMITS_TABLE}
       (key varchar(255) PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)`,
    );
    if (rolePassword !== undefined) await grantWorker(client, rolePassword);
  } finally {
    await client.end();
  }
}

async function migrateBullmq(url: string): Promise<void> {
  const { Queue: PostgresQueue } = withBackend(createPostgresBackend);
  const queue = new PostgresQueue('schema', {
    connection: { connectionString: url, schema: QUEUE_SCHEMA, migrate: true },
  });
  await queue.waitUntilReady();
  await queue.close();
}

async function makeWorker(client: Client, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [WORKER_ROLE]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  const role = client.escapeIdentifier(WORKER_ROLE);
  await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
}

async function grantWorker(client: Client, password: string): Promise<void> {
  const role = client.escapeIdentifier(WORKER_ROLE);
  const schema = client.escapeIdentifier(QUEUE_SCHEMA);
  // Roles are of the whole server, and the lock is of this database: another Purser on the same server
  // may be making it at this moment.
  await pRetry(() => makeWorker(client, password), { retries: 5, minTimeout: 50, randomize: true });
  // Not ALL: with a trigger on a table it could act as whoever writes to it.
  await client.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${role}`);
  for (const grant of [
    `USAGE ON SCHEMA ${schema}`,
    `SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema}`,
    `USAGE ON ALL SEQUENCES IN SCHEMA ${schema}`,
    `EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema}`,
  ]) {
    await client.query(`GRANT ${grant} TO ${role}`);
  }
}
