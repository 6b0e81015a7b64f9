import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is settled has rows of its own: who admits and who settles no longer wait for each other. */
export class SettledPacing1764000080000 implements MigrationInterface {
  readonly name = 'SettledPacing1764000080000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.pacing_settled (
        task text PRIMARY KEY,
        version bigint NOT NULL DEFAULT 0,
        expected_nano bigint NOT NULL DEFAULT 0 CHECK (expected_nano >= 0),
        nano bigint NOT NULL DEFAULT 0 CHECK (nano >= 0)
      )`);
    await runner.query(`
      INSERT INTO purser.pacing_settled
      SELECT task, version, settled_expected_nano, settled_nano FROM purser.pacing`);
    await runner.query(`
      ALTER TABLE purser.pacing DROP COLUMN settled_expected_nano, DROP COLUMN settled_nano`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE purser.pacing
        ADD COLUMN settled_expected_nano bigint NOT NULL DEFAULT 0,
        ADD COLUMN settled_nano bigint NOT NULL DEFAULT 0 CHECK (settled_nano >= 0)`);
    await runner.query(`
      UPDATE purser.pacing SET settled_expected_nano = settled.expected_nano, settled_nano = settled.nano
      FROM purser.pacing_settled AS settled WHERE settled.task = pacing.task`);
    await runner.query(`
      ALTER TABLE purser.pacing
        ADD CONSTRAINT pacing_check CHECK (settled_expected_nano BETWEEN 0 AND expected_nano)`);
    await runner.query('DROP TABLE purser.pacing_settled');
  }
}
