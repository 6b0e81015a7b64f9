import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What contextual learners study, in one order for all replicas, and what they knew at times. */
export class Lessons1763800001000 implements MigrationInterface {
  readonly name = 'Lessons1763800001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.contextual (
        task text PRIMARY KEY,
        shape text NOT NULL,
        prices jsonb NOT NULL,
        lessons bigint NOT NULL DEFAULT 0,
        checkpoint bytea,
        checkpoint_lessons bigint NOT NULL DEFAULT 0,
        CHECK (checkpoint_lessons BETWEEN 0 AND lessons)
      )`);
    await runner.query(`
      CREATE TABLE purser.lessons (
        task text NOT NULL REFERENCES purser.contextual (task) ON DELETE CASCADE,
        number bigint NOT NULL CHECK (number > 0),
        query_id uuid,
        content jsonb NOT NULL,
        PRIMARY KEY (task, number)
      )`);
    await runner.query(`
      CREATE TABLE purser.taught_calls (
        query_id uuid NOT NULL,
        position smallint NOT NULL,
        reward_micro integer,
        PRIMARY KEY (query_id, position),
        FOREIGN KEY (query_id, position) REFERENCES purser.calls (query_id, position)
          ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['taught_calls', 'lessons', 'contextual']) {
      await runner.query(`DROP TABLE purser.${table}`);
    }
  }
}
