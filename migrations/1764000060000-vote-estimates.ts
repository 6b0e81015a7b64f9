import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What judged votes teach by kind of query and by label, version by version. */
export class VoteEstimates1764000060000 implements MigrationInterface {
  readonly name = 'VoteEstimates1764000060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.vote_estimates (
        task text NOT NULL,
        generation bigint NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        terms jsonb NOT NULL,
        votes integer NOT NULL CHECK (votes > 0),
        rewards double precision NOT NULL,
        content jsonb NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (task, generation, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE purser.vote_estimates');
  }
}
