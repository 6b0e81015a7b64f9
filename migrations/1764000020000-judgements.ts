import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What models that judge answers cost and said, and quick ways to these calls and to overruns. */
export class Judgements1764000020000 implements MigrationInterface {
  readonly name = 'Judgements1764000020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE purser.calls ADD COLUMN judgement jsonb');
    await runner.query(`
      CREATE INDEX calls_judged_and_rated ON purser.calls (task, started_at)
      WHERE judgement IS NOT NULL AND reward_source = 'rating'`);
    await runner.query(`
      CREATE INDEX budget_events_of_overruns ON purser.budget_events (id)
      WHERE kind = 'overrun'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX purser.budget_events_of_overruns');
    await runner.query('DROP INDEX purser.calls_judged_and_rated');
    await runner.query('ALTER TABLE purser.calls DROP COLUMN judgement');
  }
}
