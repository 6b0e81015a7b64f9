import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEY = 'task, model, given, epoch, price';
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

/** Outcomes from elsewhere that statistics have been added from, as sums: each import once. */
export class Imports1763860000000 implements MigrationInterface {
  readonly name = 'Imports1763860000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.imports (
        task text NOT NULL,
        id text NOT NULL,
        content_hash text NOT NULL,
        outcomes bigint NOT NULL CHECK (outcomes > 0),
        key_id text,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (task, id)
      )`);
    await runner.query(`
      CREATE TABLE purser.imported_arms (
        task text NOT NULL,
        import_id text NOT NULL,
        model text NOT NULL,
        given text[] NOT NULL,
        epoch bigint NOT NULL,
        price text NOT NULL,
        rewards bigint NOT NULL,
        reward_sum_micro bigint NOT NULL,
        reward_square_sum_micro2 numeric NOT NULL,
        costs bigint NOT NULL,
        cost_sum_nano bigint NOT NULL,
        cost_square_sum_nano2 numeric NOT NULL,
        token_calls bigint NOT NULL,
        input_tokens bigint NOT NULL,
        output_tokens bigint NOT NULL,
        PRIMARY KEY (task, import_id, model),
        FOREIGN KEY (task, import_id) REFERENCES purser.imports (task, id) ON DELETE CASCADE
      )`);
  }

  /** What was imported is taken out of the statistics again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE purser.arm_statistics AS arm
      SET ${SUMS.map((sum) => `${sum} = arm.${sum} - imported.${sum}`).join(', ')}
      FROM (
        SELECT ${KEY}, ${SUMS.map((sum) => `sum(${sum}) AS ${sum}`).join(', ')}
        FROM purser.imported_arms GROUP BY ${KEY}
      ) AS imported
      WHERE (arm.task, arm.model, arm.given, arm.epoch, arm.price)
        = (imported.task, imported.model, imported.given, imported.epoch, imported.price)`);
    await runner.query('DELETE FROM purser.arm_statistics WHERE rewards = 0 AND costs = 0');
    await runner.query('DROP TABLE purser.imported_arms');
    await runner.query('DROP TABLE purser.imports');
  }
}
