import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The figures of each round, by which rounds are searched; their sums over time; and which rounds
 * have changed since they were summed.
 */
export class RoundFigures1764000070000 implements MigrationInterface {
  readonly name = 'RoundFigures1764000070000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE AGGREGATE purser.product (double precision) (
        SFUNC = float8mul, STYPE = double precision, INITCOND = '1')`);
    // No foreign key: to check it would lock each query's row once more.
    await runner.query(`
      CREATE TABLE purser.round_figures (
        task text NOT NULL,
        id uuid NOT NULL,
        at timestamptz NOT NULL,
        status text NOT NULL,
        models text[] NOT NULL,
        policy text NOT NULL,
        reward_model text NOT NULL,
        answered_by text,
        rated boolean NOT NULL,
        reward_micro bigint,
        cost_nano bigint,
        latency_us bigint,
        call_rewards integer[] NOT NULL,
        PRIMARY KEY (task, id)
      ) WITH (fillfactor = 80)`);
    await runner.query(`
      CREATE INDEX round_figures_reward ON purser.round_figures (task, reward_micro)`);
    await runner.query(`
      CREATE INDEX round_figures_failed ON purser.round_figures (task, id) WHERE status = 'failed'`);
    await runner.query(`
      CREATE INDEX round_figures_cost ON purser.round_figures USING brin (cost_nano)
      WITH (pages_per_range = 32, autosummarize = on)`);
    await runner.query(`
      CREATE TABLE purser.round_changes (query_id uuid NOT NULL)`);
    await runner.query(`
      CREATE TABLE purser.rounds_to_sum (before uuid NOT NULL)`);
    await runner.query(`
      INSERT INTO purser.rounds_to_sum
      SELECT 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE EXISTS (SELECT FROM purser.queries)`);
    for (const table of SERIES) await runner.query(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'combination_series',
      'model_series',
      'task_series',
      'rounds_to_sum',
      'round_changes',
      'round_figures',
    ]) {
      await runner.query(`DROP TABLE purser.${table}`);
    }
    await runner.query('DROP AGGREGATE purser.product (double precision)');
  }
}

/** Seconds of a bucket; 0: all time, in one. */
const STEP = 'step integer NOT NULL CHECK (step IN (0, 1, 60, 3600))';

/** Room in their pages lets rows change in place. */
const SERIES = [
  `CREATE TABLE purser.task_series (
    task text NOT NULL,
    ${STEP},
    at timestamptz NOT NULL,
    queries bigint NOT NULL,
    answered bigint NOT NULL,
    failed bigint NOT NULL,
    rewarded bigint NOT NULL,
    reward_sum_micro bigint NOT NULL,
    cost_nano bigint NOT NULL,
    timed bigint NOT NULL,
    latency_us bigint NOT NULL,
    PRIMARY KEY (task, step, at)
  ) WITH (fillfactor = 50)`,
  `CREATE TABLE purser.model_series (
    task text NOT NULL,
    ${STEP},
    at timestamptz NOT NULL,
    model text NOT NULL,
    chosen bigint NOT NULL,
    calls bigint NOT NULL,
    cost_nano bigint NOT NULL,
    rewarded bigint NOT NULL,
    reward_sum_micro bigint NOT NULL,
    latency_us bigint NOT NULL,
    PRIMARY KEY (task, step, at, model)
  ) WITH (fillfactor = 50)`,
  `CREATE TABLE purser.combination_series (
    task text NOT NULL,
    ${STEP},
    at timestamptz NOT NULL,
    key uuid NOT NULL,
    models text[] NOT NULL,
    rounds bigint NOT NULL,
    PRIMARY KEY (task, step, at, key)
  ) WITH (fillfactor = 50)`,
];
