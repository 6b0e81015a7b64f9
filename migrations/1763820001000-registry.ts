import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks and models with their prices, as they are written, whoever wrote them. */
export class Registry1763820001000 implements MigrationInterface {
  readonly name = 'Registry1763820001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.registry (
        kind text NOT NULL CHECK (kind IN ('model', 'task')),
        name text NOT NULL,
        place bigint GENERATED ALWAYS AS IDENTITY,
        config jsonb NOT NULL,
        source text NOT NULL CHECK (source IN ('file', 'api')),
        file_config jsonb,
        paused boolean NOT NULL DEFAULT false,
        version bigint NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz,
        PRIMARY KEY (kind, name)
      )`);
    await runner.query(`
      CREATE TABLE purser.model_prices (
        model text NOT NULL,
        valid_from timestamptz NOT NULL,
        price jsonb NOT NULL,
        key_id text,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (model, valid_from)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['model_prices', 'registry']) {
      await runner.query(`DROP TABLE purser.${table}`);
    }
  }
}
