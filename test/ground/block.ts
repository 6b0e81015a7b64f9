import { Client } from 'pg';
import { eventually } from './client.js';
import type { House } from './house.js';

/** Holds everybody who wants the table until it is released. */
export async function lockTable(url: string, table: string): Promise<{ release(): Promise<void> }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return {
    release: async () => {
      await client.query('ROLLBACK');
      await client.end();
    },
  };
}

/** Waits until somebody waits for a lock. */
export async function somebodyWaits(house: House): Promise<void> {
  await eventually(async () => {
    const waiting = await house.database.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return waiting.length > 0 || undefined;
  });
}

/**
 * Ends the connections that wait for a lock, as the death of their machine would: PostgreSQL goes on
 * with the statement of a process that has died, until it looks at the connection.
 */
export async function dropWaiters(house: House): Promise<void> {
  await house.database.query(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
}

/** Lets nothing into the queue, nor out of it, until it is released. */
export async function blockQueue(house: House): Promise<{ release(): Promise<void> }> {
  if (house.redis === undefined) return lockTable(house.database.url, 'purser_queue.job');
  const { pid } = house.redis;
  process.kill(pid, 'SIGSTOP');
  return {
    release: () => {
      process.kill(pid, 'SIGCONT');
      return Promise.resolve();
    },
  };
}
