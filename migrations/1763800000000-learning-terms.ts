import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a call counts as: in which epoch, at which price, and from which reward on as a success. The
 * statistics are kept apart by the first two, so that old epochs can weigh less and costs follow a
 * changed price; and they count tokens.
 */
export class LearningTerms1763800000000 implements MigrationInterface {
  readonly name = 'LearningTerms1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE purser.calls
        ADD COLUMN epoch bigint NOT NULL DEFAULT 0 CHECK (epoch >= 0),
        ADD COLUMN price text NOT NULL DEFAULT '',
        ADD COLUMN success_at_micro integer CHECK (success_at_micro BETWEEN 0 AND 1000000)`);
    await runner.query(`
      CREATE FUNCTION purser.counted_reward(reward_micro integer, success_at_micro integer)
      RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
      RETURN CASE
        WHEN reward_micro IS NULL OR success_at_micro IS NULL THEN reward_micro
        WHEN reward_micro >= success_at_micro THEN 1000000
        ELSE 0
      END`);
    await runner.query(`
      ALTER TABLE purser.arm_statistics
        ADD COLUMN epoch bigint NOT NULL DEFAULT 0 CHECK (epoch >= 0),
        ADD COLUMN price text NOT NULL DEFAULT '',
        ADD COLUMN token_calls bigint NOT NULL DEFAULT 0 CHECK (token_calls >= 0),
        ADD COLUMN input_tokens bigint NOT NULL DEFAULT 0 CHECK (input_tokens >= 0),
        ADD COLUMN output_tokens bigint NOT NULL DEFAULT 0 CHECK (output_tokens >= 0),
        DROP CONSTRAINT arm_statistics_pkey,
        ADD PRIMARY KEY (task, model, given, epoch, price)`);
    await runner.query(`
      UPDATE purser.arm_statistics AS arm SET
        token_calls = counted.calls,
        input_tokens = counted.input_tokens,
        output_tokens = counted.output_tokens
      FROM (
        SELECT task, model, given, count(*) AS calls, sum(input_tokens) AS input_tokens,
          sum(output_tokens) AS output_tokens
        FROM purser.calls
        WHERE status = 'succeeded' AND cost_nano IS NOT NULL
          AND input_tokens IS NOT NULL AND output_tokens IS NOT NULL
        GROUP BY task, model, given
      ) AS counted
      WHERE (arm.task, arm.model, arm.given) = (counted.task, counted.model, counted.given)`);
  }

  /** Rewards count as they are again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM purser.arm_statistics');
    await runner.query(`
      ALTER TABLE purser.arm_statistics
        DROP CONSTRAINT arm_statistics_pkey,
        DROP COLUMN epoch, DROP COLUMN price, DROP COLUMN token_calls,
        DROP COLUMN input_tokens, DROP COLUMN output_tokens,
        ADD PRIMARY KEY (task, model, given)`);
    await runner.query(`
      INSERT INTO purser.arm_statistics (task, model, given, rewards, reward_sum_micro,
        reward_square_sum_micro2, costs, cost_sum_nano, cost_square_sum_nano2)
      SELECT task, model, given, count(reward_micro), coalesce(sum(reward_micro), 0),
        coalesce(sum(reward_micro::numeric * reward_micro), 0), count(cost_nano),
        coalesce(sum(cost_nano), 0), coalesce(sum(cost_nano::numeric * cost_nano), 0)
      FROM purser.calls WHERE status = 'succeeded' GROUP BY task, model, given`);
    await runner.query(`
      ALTER TABLE purser.calls DROP COLUMN epoch, DROP COLUMN price, DROP COLUMN success_at_micro`);
    await runner.query('DROP FUNCTION purser.counted_reward');
  }
}
