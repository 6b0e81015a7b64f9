import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cascades that the user drives: rounds that stay open until an answer is accepted. */
export class DrivenRounds1763830001000 implements MigrationInterface {
  readonly name = 'DrivenRounds1763830001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE purser.queries
        ADD COLUMN turns smallint NOT NULL DEFAULT 0,
        ADD COLUMN turn_ms integer,
        ADD COLUMN open_since timestamptz,
        ADD COLUMN open_until timestamptz`);
    await runner.query(`
      CREATE INDEX queries_open ON purser.queries (open_until) WHERE open_until IS NOT NULL`);
    await runner.query('DROP INDEX purser.queries_unobserved');
    await runner.query(`
      CREATE INDEX queries_unobserved ON purser.queries (deadline_at)
      WHERE observed_at IS NULL AND status <> 'pending' AND open_until IS NULL`);
    await runner.query(`
      ALTER TABLE purser.calls DROP CONSTRAINT calls_reward_source_check,
        ADD CONSTRAINT calls_reward_source_check
          CHECK (reward_source IN ('evaluator', 'rating', 'default', 'next'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE purser.calls SET reward_source = 'default' WHERE reward_source = 'next'`);
    await runner.query(`
      ALTER TABLE purser.calls DROP CONSTRAINT calls_reward_source_check,
        ADD CONSTRAINT calls_reward_source_check
          CHECK (reward_source IN ('evaluator', 'rating', 'default'))`);
    await runner.query('DROP INDEX purser.queries_unobserved');
    await runner.query(`
      CREATE INDEX queries_unobserved ON purser.queries (deadline_at)
      WHERE observed_at IS NULL AND status = 'failed'`);
    await runner.query('DROP INDEX purser.queries_open');
    await runner.query(`
      ALTER TABLE purser.queries DROP COLUMN turns, DROP COLUMN turn_ms, DROP COLUMN open_since,
        DROP COLUMN open_until`);
  }
}
