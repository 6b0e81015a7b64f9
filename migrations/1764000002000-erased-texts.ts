import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is left of the texts of a round, once its task no longer keeps them. */
export class ErasedTexts1764000002000 implements MigrationInterface {
  readonly name = 'ErasedTexts1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION purser.text_hash(text text) RETURNS text
      LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN encode(sha256(convert_to(text, 'UTF8')), 'hex')`);
    await runner.query(`
      ALTER TABLE purser.queries
        ADD COLUMN text_kept text NOT NULL DEFAULT 'full'
          CHECK (text_kept IN ('full', 'hash', 'none')),
        ADD COLUMN text_erased_at timestamptz,
        ADD COLUMN message_hashes jsonb,
        ADD CHECK ((text_kept = 'full') = (text_erased_at IS NULL)),
        ADD CHECK ((text_kept = 'hash') = (message_hashes IS NOT NULL))`);
    await runner.query('ALTER TABLE purser.calls ADD COLUMN answer_hash text');
    await runner.query('ALTER TABLE purser.ratings ADD COLUMN comment_hash text');
    await runner.query(`
      CREATE INDEX queries_with_text ON purser.queries (task, text_kept, id)
      WHERE text_kept <> 'none'`);
  }

  /** What was erased stays erased. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX purser.queries_with_text');
    await runner.query('ALTER TABLE purser.ratings DROP COLUMN comment_hash');
    await runner.query('ALTER TABLE purser.calls DROP COLUMN answer_hash');
    await runner.query(`
      ALTER TABLE purser.queries DROP COLUMN text_kept, DROP COLUMN text_erased_at,
        DROP COLUMN message_hashes`);
    await runner.query('DROP FUNCTION purser.text_hash');
  }
}
