import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What votes came to, and a quick way to a task's latest. */
export class Votes1764000030000 implements MigrationInterface {
  readonly name = 'Votes1764000030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE purser.queries ADD COLUMN vote jsonb');
    await runner.query(`
      CREATE INDEX queries_of_votes ON purser.queries (task, id) WHERE vote IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX purser.queries_of_votes');
    await runner.query('ALTER TABLE purser.queries DROP COLUMN vote');
  }
}
