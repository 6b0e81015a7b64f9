import { expect, it } from 'vitest';
import { migrateDown, migrateUp, migrationStatus } from '#storage';
import { freshDatabase } from '../ground/database.js';

it('brings an empty database up, all the way down, and up again', async () => {
  const database = await freshDatabase();
  const applied = await migrateUp(database.url);
  expect(applied.length).toBeGreaterThan(0);
  expect(await migrationStatus(database.url)).toEqual({ applied, pending: [] });

  for (const name of applied.toReversed()) expect(await migrateDown(database.url)).toBe(name);
  expect(await migrateDown(database.url)).toBeUndefined();
  const tables = await database.query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'purser'",
  );
  expect(tables).toEqual([{ tablename: 'migrations' }]);
  expect(await migrationStatus(database.url)).toEqual({ applied: [], pending: applied });

  expect(await migrateUp(database.url)).toEqual(applied);
  await database.drop();
});

it('applies each migration once when ten replicas start at once', async () => {
  const database = await freshDatabase();
  const applied = await Promise.all(Array.from({ length: 10 }, () => migrateUp(database.url)));
  const { applied: all } = await migrationStatus(database.url);
  expect(applied.flat()).toEqual(all);
  await database.drop();
});
