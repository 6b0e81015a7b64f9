import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the last query of a conversation. */
export class Sessions1763840000000 implements MigrationInterface {
  readonly name = 'Sessions1763840000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX queries_sessions
      ON purser.queries (task, (metadata ->> 'purser_session_id'), created_at DESC)
      WHERE metadata ? 'purser_session_id'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX purser.queries_sessions');
  }
}
