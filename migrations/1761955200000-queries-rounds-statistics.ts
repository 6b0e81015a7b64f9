import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Queries and their rounds, calls and ratings; what is learnt of models; the pacer's books. */
export class QueriesRoundsStatistics1761955200000 implements MigrationInterface {
  readonly name = 'QueriesRoundsStatistics1761955200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.queries (
        id uuid PRIMARY KEY,
        task text NOT NULL,
        status text NOT NULL CHECK (status IN ('pending', 'answered', 'failed')),
        messages jsonb NOT NULL,
        reference text,
        metadata jsonb NOT NULL,
        rating_credit text NOT NULL CHECK (rating_credit IN ('served', 'all')),
        pack uuid NOT NULL,
        expected_cost_nano bigint NOT NULL CHECK (expected_cost_nano >= 0),
        created_at timestamptz NOT NULL,
        deadline_at timestamptz NOT NULL,
        finished_at timestamptz,
        served_model text,
        error_code text,
        error_message text,
        observed_at timestamptz,
        cost_nano bigint CHECK (cost_nano >= 0),
        CHECK ((observed_at IS NULL) = (cost_nano IS NULL)),
        CHECK ((status = 'pending') = (finished_at IS NULL))
      )`);
    await runner.query(`
      CREATE INDEX queries_pending ON purser.queries (created_at) WHERE status = 'pending'`);
    await runner.query(`
      CREATE INDEX queries_unobserved ON purser.queries (deadline_at)
      WHERE observed_at IS NULL AND status = 'failed'`);
    await runner.query(`
      CREATE TABLE purser.idempotency_keys (
        key text PRIMARY KEY,
        query_id uuid NOT NULL,
        body_hash text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE purser.rounds (
        query_id uuid PRIMARY KEY REFERENCES purser.queries (id) ON DELETE CASCADE,
        policy text NOT NULL,
        round bigint NOT NULL CHECK (round > 0),
        seed bigint NOT NULL,
        combination text[] NOT NULL,
        propensity double precision NOT NULL CHECK (propensity > 0 AND propensity <= 1),
        explanation jsonb NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE purser.calls (
        query_id uuid NOT NULL REFERENCES purser.queries (id) ON DELETE CASCADE,
        position smallint NOT NULL CHECK (position >= 0),
        task text NOT NULL,
        model text NOT NULL,
        given text[] NOT NULL,
        status text NOT NULL CHECK (status IN ('succeeded', 'failed')),
        answer text,
        score_micro integer CHECK (score_micro BETWEEN 0 AND 1000000),
        reward_micro integer CHECK (reward_micro BETWEEN 0 AND 1000000),
        reward_source text CHECK (reward_source IN ('evaluator', 'rating', 'default')),
        cost_nano bigint CHECK (cost_nano >= 0),
        input_tokens integer,
        output_tokens integer,
        started_at timestamptz NOT NULL,
        latency_ms double precision NOT NULL,
        attempts smallint NOT NULL,
        error_code text,
        error_message text,
        PRIMARY KEY (query_id, position),
        CHECK ((reward_micro IS NULL) = (reward_source IS NULL))
      )`);
    await runner.query(`
      CREATE INDEX calls_awaiting_reward ON purser.calls (task, started_at)
      WHERE reward_micro IS NULL AND status = 'succeeded'`);
    await runner.query(`
      CREATE TABLE purser.ratings (
        query_id uuid NOT NULL REFERENCES purser.queries (id) ON DELETE CASCADE,
        model text NOT NULL,
        source text NOT NULL,
        feedback_id uuid NOT NULL UNIQUE,
        score_micro integer NOT NULL CHECK (score_micro BETWEEN 0 AND 1000000),
        comment text,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (query_id, model, source)
      )`);
    await runner.query(`
      CREATE TABLE purser.arm_statistics (
        task text NOT NULL,
        model text NOT NULL,
        given text[] NOT NULL,
        rewards bigint NOT NULL CHECK (rewards >= 0),
        reward_sum_micro bigint NOT NULL CHECK (reward_sum_micro >= 0),
        reward_square_sum_micro2 numeric NOT NULL CHECK (reward_square_sum_micro2 >= 0),
        costs bigint NOT NULL CHECK (costs >= 0),
        cost_sum_nano bigint NOT NULL CHECK (cost_sum_nano >= 0),
        cost_square_sum_nano2 numeric NOT NULL CHECK (cost_square_sum_nano2 >= 0),
        PRIMARY KEY (task, model, given)
      )`);
    await runner.query(`
      CREATE TABLE purser.pacing (
        task text PRIMARY KEY,
        version bigint NOT NULL DEFAULT 0,
        rounds bigint NOT NULL DEFAULT 0 CHECK (rounds >= 0),
        expected_nano bigint NOT NULL DEFAULT 0 CHECK (expected_nano >= 0),
        settled_expected_nano bigint NOT NULL DEFAULT 0,
        settled_nano bigint NOT NULL DEFAULT 0 CHECK (settled_nano >= 0),
        CHECK (settled_expected_nano BETWEEN 0 AND expected_nano)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'pacing',
      'arm_statistics',
      'ratings',
      'calls',
      'rounds',
      'idempotency_keys',
      'queries',
    ]) {
      await runner.query(`DROP TABLE purser.${table}`);
    }
  }
}
