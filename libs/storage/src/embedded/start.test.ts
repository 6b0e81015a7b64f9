import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runningEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './start.js';

const PATIENCE_MS = 60_000;

describe('the embedded PostgreSQL', { timeout: PATIENCE_MS }, () => {
  let home: string;
  let folder: string;
  let servers: EmbeddedPostgres[];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'purser-storage-'));
    folder = join(home, 'postgres');
    servers = [];
  });

  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(home, { recursive: true });
  }, PATIENCE_MS);

  async function start(port?: number): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({ folder, ...(port && { port }) });
    servers.push(server);
    return server;
  }

  it('keeps its data from one start to the next, readable by their owner alone', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    for (const path of [folder, join(folder, 'purser-password')])
      expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('recovers what was committed before it was killed, at the address that it had', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    const second = await start(first.port);
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('is one at a time on a folder: another is told who is there', async () => {
    await start();
    await expect(start()).rejects.toThrow(
      `postgres is in use by process ${process.pid}: stop it, or use another folder`,
    );
  });

  it('is found by others while it runs', async () => {
    expect(runningEmbeddedPostgres(folder)).toBeUndefined();
    const server = await start();
    expect(runningEmbeddedPostgres(folder)).toBe(server.url);
    await server.stop();
    expect(runningEmbeddedPostgres(folder)).toBeUndefined();
  });

  it('starts though its pid file names a process that is now another program', async () => {
    await (await start()).stop();
    await writeFile(join(folder, 'postmaster.pid'), `${process.pid}\n${folder}\n`);
    expect(await query((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('lets nobody in without the password, and listens on this machine alone', async () => {
    const { url } = await start();
    await expect(query(url.replace(/:[0-9a-f]+@/, ':guess@'), 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
    expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  });

  it('leaves a folder alone that holds something else', async () => {
    folder = home;
    await writeFile(join(home, 'thesis.txt'), 'all my work');
    await expect(start()).rejects.toThrow("holds something other than PostgreSQL's data");
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
