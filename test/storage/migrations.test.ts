import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LearningStore, migrateDown, migrateUp, migrationStatus } from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { emptyDatabase, type TestDatabase } from '../ground/database.js';
import { fillTables } from '../ground/full-tables.js';
import { startApp } from '../ground/process.js';
import { configText } from '../ground/purser-yaml.js';
import { call, outcome } from '../ground/rows.js';
import { storageGround } from '../ground/storage.js';

async function configFile(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'purser-newer-')), 'purser.yaml');
  await writeFile(file, configText('http://127.0.0.1:1'));
  return file;
}

it('brings an empty database up, all the way down, and up again', async () => {
  const database = await emptyDatabase();
  const applied = await migrateUp(database.url);
  expect(applied.length).toBeGreaterThan(0);
  expect(await migrationStatus(database.url)).toEqual({ applied, pending: [], unknown: [] });

  for (const name of applied.toReversed()) expect(await migrateDown(database.url)).toBe(name);
  expect(await migrateDown(database.url)).toBeUndefined();
  const tables = await database.query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'purser'",
  );
  expect(tables).toEqual([{ tablename: 'migrations' }]);
  expect(await migrationStatus(database.url)).toEqual({
    applied: [],
    pending: applied,
    unknown: [],
  });

  expect(await migrateUp(database.url)).toEqual(applied);
  await database.drop();
});

it('applies each migration once when ten replicas start at once', async () => {
  const database = await emptyDatabase();
  const applied = await Promise.all(Array.from({ length: 10 }, () => migrateUp(database.url)));
  const { applied: all } = await migrationStatus(database.url);
  expect(applied.flat()).toEqual(all);
  await database.drop();
});

it('refuses a schema that is newer than the code, up and down, and leaves it alone', async () => {
  const database = await emptyDatabase();
  const applied = await migrateUp(database.url);
  await database.query(
    "INSERT INTO purser.migrations (timestamp, name) VALUES (9999999999999, 'FromTomorrow')",
  );
  const refusal = /^the database's schema is newer than this Purser, .* FromTomorrow: start the/;
  await expect(migrateUp(database.url)).rejects.toThrow(refusal);
  await expect(migrateDown(database.url)).rejects.toThrow(refusal);
  expect(await migrationStatus(database.url)).toEqual({
    applied: [...applied, 'FromTomorrow'],
    pending: [],
    unknown: ['FromTomorrow'],
  });
  const environment = { DATABASE_URL: database.url, PURSER_CONFIG: await configFile() };
  await expect(startApp('scheduling-cloud', environment)).rejects.toThrow(
    /ended as it started:\nthe database's schema is newer than this Purser.*\n$/,
  );
  await database.drop();
});

it('goes down one by one and up again from each, with rows in every table', async () => {
  const ground = await storageGround();
  await ground.empty();
  await fillTables(ground);
  expect(await emptyTables(ground.database), 'fillTables of test/ground must fill these').toEqual(
    [],
  );
  await expectBooksToBalance(ground.database);
  const known = await ground.arm('qa', 'small');
  const { applied } = await migrationStatus(ground.database.url);
  const learnt = applied.indexOf('Imports1763860000000');
  for (const depth of [1, 2, 3, 4, 6, 9, applied.length]) {
    const some = applied.slice(-depth);
    for (const name of some.toReversed()) {
      expect(await migrateDown(ground.database.url)).toBe(name);
    }
    expect(await migrateUp(ground.database.url)).toEqual(some);
    if (applied.length - depth > applied.indexOf('LearningTerms1763800000000')) {
      await expectBooksToBalance(ground.database);
    }
    if (applied.length - depth > learnt) {
      expect((await ground.arm('qa', 'small'))?.rewards).toBeGreaterThanOrEqual(known!.rewards);
    }
  }
  await ground.close();
});

async function emptyTables(database: TestDatabase): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'purser' ORDER BY tablename",
  );
  const empty: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query(`SELECT FROM purser."${name}" LIMIT 1`);
    if (rows.length === 0) empty.push(name);
  }
  return empty;
}

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

it('gives models of before the bound of answers that went without saying', async () => {
  const database = await emptyDatabase();
  const applied = await migrateUp(database.url);
  const since = applied.indexOf('ModelsBoundTheirAnswers1764000010000');
  for (const name of applied.slice(since).toReversed()) {
    expect(await migrateDown(database.url)).toBe(name);
  }
  await database.query(
    `INSERT INTO purser.registry (kind, name, config, source)
     VALUES ('model', 'old', '{}', 'file'), ('model', 'own', '{"maxOutputTokens": 9}', 'api'),
       ('task', 'qa', '{}', 'file')`,
  );
  await migrateUp(database.url);
  expect(await database.query('SELECT name, config FROM purser.registry ORDER BY name')).toEqual([
    { name: 'old', config: { maxOutputTokens: 1024 } },
    { name: 'own', config: { maxOutputTokens: 9 } },
    { name: 'qa', config: {} },
  ]);
  await database.drop();
});
