import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An idempotency key is of the API key that came with it: another's is another. */
export class IdempotencyOfKeys1764000001000 implements MigrationInterface {
  readonly name = 'IdempotencyOfKeys1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE purser.idempotency_keys ADD COLUMN key_id text NOT NULL DEFAULT ''`);
    await runner.query(`
      UPDATE purser.idempotency_keys SET key_id = queries.key_id
      FROM purser.queries WHERE queries.id = query_id AND queries.key_id IS NOT NULL`);
    await runner.query(`
      ALTER TABLE purser.idempotency_keys DROP CONSTRAINT idempotency_keys_pkey,
        ADD PRIMARY KEY (key_id, key)`);
  }

  /** Of one that several used, the first use is kept. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM purser.idempotency_keys AS late USING purser.idempotency_keys AS early
      WHERE late.key = early.key
        AND (late.created_at, late.key_id) > (early.created_at, early.key_id)`);
    await runner.query(`
      ALTER TABLE purser.idempotency_keys DROP CONSTRAINT idempotency_keys_pkey,
        DROP COLUMN key_id, ADD PRIMARY KEY (key)`);
  }
}
