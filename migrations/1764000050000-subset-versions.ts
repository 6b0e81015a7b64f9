import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was learnt of tasks that choose subsets of models by query: whole versions, one of which chooses. */
export class SubsetVersions1764000050000 implements MigrationInterface {
  readonly name = 'SubsetVersions1764000050000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.subset_trainings (
        task text PRIMARY KEY,
        last_version integer NOT NULL DEFAULT 0 CHECK (last_version >= 0),
        active integer,
        tried_at timestamptz,
        problem text,
        held_until timestamptz NOT NULL DEFAULT '-infinity'
      )`);
    await runner.query(`
      CREATE TABLE purser.subset_versions (
        task text NOT NULL REFERENCES purser.subset_trainings (task) ON DELETE CASCADE,
        version integer NOT NULL CHECK (version > 0),
        generation bigint NOT NULL,
        status text NOT NULL CHECK (status IN ('taken', 'rolled-back')),
        trained_at timestamptz NOT NULL DEFAULT now(),
        key_id text,
        models text[] NOT NULL,
        prices jsonb NOT NULL,
        queries integer NOT NULL CHECK (queries > 0),
        last_query uuid NOT NULL,
        figures jsonb NOT NULL,
        content bytea NOT NULL,
        PRIMARY KEY (task, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['subset_versions', 'subset_trainings'])
      await runner.query(`DROP TABLE purser.${table}`);
  }
}
