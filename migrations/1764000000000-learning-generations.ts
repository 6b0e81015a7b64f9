import type { MigrationInterface, QueryRunner } from 'typeorm';

const SUMS = [
  'rewards',
  'reward_sum_micro',
  'reward_square_sum_micro2',
  'costs',
  'cost_sum_nano',
  'cost_square_sum_nano2',
  'token_calls',
  'input_tokens',
  'output_tokens',
];

/**
 * What is learnt of a task counts in generations: a reset begins the next one, and what comes late
 * counts in the generation of its query. Rounds of a task are found in the order of their ids. A
 * failed call may have a reward again, as it had before driven rounds.
 */
export class LearningGenerations1764000000000 implements MigrationInterface {
  readonly name = 'LearningGenerations1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.learning_generations (
        task text PRIMARY KEY,
        generation bigint NOT NULL CHECK (generation > 0),
        began_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE FUNCTION purser.generation_of(of_task text) RETURNS bigint
      LANGUAGE sql STABLE PARALLEL SAFE
      RETURN coalesce(
        (SELECT generation FROM purser.learning_generations WHERE task = of_task), 0)`);
    for (const table of ['queries', 'calls', 'arm_statistics', 'imports', 'contextual']) {
      await runner.query(`
        ALTER TABLE purser.${table}
          ADD COLUMN generation bigint NOT NULL DEFAULT 0 CHECK (generation >= 0)`);
    }
    await runner.query(`
      ALTER TABLE purser.arm_statistics DROP CONSTRAINT arm_statistics_pkey,
        ADD PRIMARY KEY (task, generation, model, given, epoch, price)`);
    await runner.query(`
      ALTER TABLE purser.imported_arms DROP CONSTRAINT imported_arms_task_import_id_fkey,
        DROP CONSTRAINT imported_arms_pkey,
        ADD COLUMN generation bigint NOT NULL DEFAULT 0,
        ADD PRIMARY KEY (task, generation, import_id, model)`);
    await runner.query(`
      ALTER TABLE purser.imports DROP CONSTRAINT imports_pkey,
        ADD PRIMARY KEY (task, generation, id)`);
    await runner.query(`
      ALTER TABLE purser.imported_arms ADD FOREIGN KEY (task, generation, import_id)
        REFERENCES purser.imports (task, generation, id) ON DELETE CASCADE`);
    await runner.query('CREATE INDEX queries_of_task ON purser.queries (task, id)');
    await runner.query(`
      ALTER TABLE purser.calls DROP CONSTRAINT calls_reward_source_check,
        ADD CONSTRAINT calls_reward_source_check
          CHECK (reward_source IN ('evaluator', 'rating', 'default', 'next', 'failure'))`);
  }

  /**
   * All generations count again; an import of an earlier one has its generation in its id. Learners of
   * lessons that were reset start anew from the queries there are.
   */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE purser.calls SET reward_source = 'default' WHERE reward_source = 'failure'`);
    await runner.query(`
      ALTER TABLE purser.calls DROP CONSTRAINT calls_reward_source_check,
        ADD CONSTRAINT calls_reward_source_check
          CHECK (reward_source IN ('evaluator', 'rating', 'default', 'next'))`);
    await runner.query('DROP INDEX purser.queries_of_task');
    await runner.query(`
      ALTER TABLE purser.imported_arms
        DROP CONSTRAINT imported_arms_task_generation_import_id_fkey`);
    for (const [table, id] of [
      ['imports', 'id'],
      ['imported_arms', 'import_id'],
    ]) {
      await runner.query(`
        UPDATE purser.${table} SET ${id} = ${id} || ' (' || generation || ')'
        WHERE generation < purser.generation_of(task)`);
    }
    await runner.query(`
      ALTER TABLE purser.imports DROP CONSTRAINT imports_pkey, DROP COLUMN generation,
        ADD PRIMARY KEY (task, id)`);
    await runner.query(`
      ALTER TABLE purser.imported_arms DROP CONSTRAINT imported_arms_pkey, DROP COLUMN generation,
        ADD PRIMARY KEY (task, import_id, model),
        ADD FOREIGN KEY (task, import_id) REFERENCES purser.imports (task, id) ON DELETE CASCADE`);
    await runner.query(`
      CREATE TEMP TABLE all_generations ON COMMIT DROP AS
      SELECT task, model, given, epoch, price, ${SUMS.map((sum) => `sum(${sum}) AS ${sum}`).join(', ')}
      FROM purser.arm_statistics GROUP BY task, model, given, epoch, price`);
    await runner.query('DELETE FROM purser.arm_statistics');
    await runner.query(`
      ALTER TABLE purser.arm_statistics DROP CONSTRAINT arm_statistics_pkey,
        DROP COLUMN generation, ADD PRIMARY KEY (task, model, given, epoch, price)`);
    await runner.query(`
      INSERT INTO purser.arm_statistics (task, model, given, epoch, price, ${SUMS.join(', ')})
      SELECT task, model, given, epoch, price, ${SUMS.join(', ')} FROM all_generations`);
    await runner.query('DELETE FROM purser.contextual WHERE generation > 0');
    for (const table of ['queries', 'calls', 'contextual']) {
      await runner.query(`ALTER TABLE purser.${table} DROP COLUMN generation`);
    }
    await runner.query('DROP FUNCTION purser.generation_of');
    await runner.query('DROP TABLE purser.learning_generations');
  }
}
