import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ratings that senders know by ids of their own, and the systems that send them by webhook. */
export class Ratings1763830000000 implements MigrationInterface {
  readonly name = 'Ratings1763830000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE purser.ratings ADD COLUMN tags jsonb NOT NULL DEFAULT '{}'`);
    await runner.query(`
      CREATE TABLE purser.rating_receipts (
        scope text NOT NULL,
        id text NOT NULL,
        query_id uuid NOT NULL REFERENCES purser.queries (id) ON DELETE CASCADE,
        feedback_id uuid NOT NULL,
        score_micro integer NOT NULL CHECK (score_micro BETWEEN 0 AND 1000000),
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (scope, id)
      )`);
    await runner.query(`
      CREATE INDEX rating_receipts_query ON purser.rating_receipts (query_id)`);
    await runner.query(`
      CREATE TABLE purser.webhook_sources (
        name text PRIMARY KEY,
        version bigint NOT NULL DEFAULT 1,
        origin text NOT NULL CHECK (origin IN ('file', 'api')),
        file_hash text,
        mapping jsonb NOT NULL,
        secrets jsonb NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE purser.webhook_sources');
    await runner.query('DROP TABLE purser.rating_receipts');
    await runner.query('ALTER TABLE purser.ratings DROP COLUMN tags');
  }
}
