import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateQueue } from '#queue';
import { migrateUp, startEmbeddedPostgres } from '#storage';
import { emptyDatabase, MIGRATED, QUEUE_PASSWORD } from './database.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a superuser of the PostgreSQL that all tests share. */
    postgresUrl: string;
  }
}

export default async function postgres(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'purser-test-'));
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres') });
  const { url } = await emptyDatabase(server.url, MIGRATED);
  await migrateUp(url);
  await migrateQueue(url, QUEUE_PASSWORD);
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
