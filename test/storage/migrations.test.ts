import { expect, it } from 'vitest';
import { LearningStore, migrateDown, migrateUp, migrationStatus } from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { freshDatabase } from '../ground/database.js';
import { call, outcome } from '../ground/rows.js';
import { storageGround } from '../ground/storage.js';

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

it('keeps what was learnt on the way down and up again', async () => {
  const ground = await storageGround();
  await ground.empty();
  const id = await ground.admitted();
  await new LearningStore(ground.source).learn([
    outcome(id, [call('small', { scoreMicro: 1_000_000 })]),
  ]);
  const known = await ground.arm('qa', 'small');
  const { applied } = await migrationStatus(ground.database.url);
  const since = applied.indexOf('LearningTerms1763800000000');
  for (const name of applied.slice(since).toReversed()) {
    expect(await migrateDown(ground.database.url)).toBe(name);
  }
  await migrateUp(ground.database.url);
  expect(await ground.arm('qa', 'small')).toEqual(known);
  await expectBooksToBalance(ground.database);
  await ground.close();
});
