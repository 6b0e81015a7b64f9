import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Kept } from './keeper.js';

const POLL_MS = 30;

/** Waits until the server takes connections; false if it ends before it does. */
export async function isReady(server: Kept, url: string): Promise<boolean> {
  while (!server.hasEnded()) {
    if (await connects(url)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Creates the database unless it is there. */
export async function createDatabase(serverUrl: string, name: string): Promise<void> {
  await withClient(serverUrl, async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0)
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  });
}

async function connects(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    return false;
  }
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, ssl: false });
  client.on('error', () => undefined); // a broken connection also rejects what it was doing
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
