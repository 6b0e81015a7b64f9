import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What direct questions about a plan are answered from. */
export class PlanGrounds1764000061000 implements MigrationInterface {
  readonly name = 'PlanGrounds1764000061000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.plan_grounds (
        plan_id uuid PRIMARY KEY REFERENCES purser.plans (id) ON DELETE CASCADE,
        content bytea NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE purser.plan_grounds');
  }
}
