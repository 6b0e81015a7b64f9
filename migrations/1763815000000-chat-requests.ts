import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What chat requests carry and answers hold besides text, and models whose breaker is open. */
export class ChatRequests1763815000000 implements MigrationInterface {
  readonly name = 'ChatRequests1763815000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE purser.queries ADD COLUMN options jsonb NOT NULL DEFAULT '{}'`);
    await runner.query(`
      ALTER TABLE purser.calls
        ADD COLUMN details jsonb,
        ADD COLUMN finish_reason text,
        ADD COLUMN cost_is_bound boolean NOT NULL DEFAULT false,
        ADD COLUMN cached_input_tokens integer,
        ADD COLUMN reasoning_tokens integer,
        ADD COLUMN lost_attempts smallint NOT NULL DEFAULT 0 CHECK (lost_attempts >= 0),
        ADD COLUMN is_fallback boolean NOT NULL DEFAULT false,
        DROP CONSTRAINT calls_reward_source_check,
        ADD CONSTRAINT calls_reward_source_check
          CHECK (reward_source IN ('evaluator', 'rating', 'default', 'failure'))`);
    await runner.query(`
      CREATE TABLE purser.open_breakers (
        model text PRIMARY KEY,
        open_since timestamptz NOT NULL,
        probe_at timestamptz NOT NULL,
        trips integer NOT NULL CHECK (trips > 0),
        reason text NOT NULL,
        CHECK (probe_at >= open_since)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE purser.open_breakers`);
    await runner.query(`
      UPDATE purser.calls SET reward_micro = NULL, reward_source = NULL
      WHERE reward_source = 'failure'`);
    await runner.query(`
      ALTER TABLE purser.calls
        DROP CONSTRAINT calls_reward_source_check,
        ADD CONSTRAINT calls_reward_source_check
          CHECK (reward_source IN ('evaluator', 'rating', 'default')),
        DROP COLUMN details,
        DROP COLUMN finish_reason,
        DROP COLUMN cost_is_bound,
        DROP COLUMN cached_input_tokens,
        DROP COLUMN reasoning_tokens,
        DROP COLUMN lost_attempts,
        DROP COLUMN is_fallback`);
    await runner.query(`ALTER TABLE purser.queries DROP COLUMN options`);
  }
}
