import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Batches of queries with their fronts of cost and accuracy, and how far the chosen point has been run. */
export class Plans1764000040000 implements MigrationInterface {
  readonly name = 'Plans1764000040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.plans (
        id uuid PRIMARY KEY,
        task text NOT NULL,
        key_id text,
        status text NOT NULL
          CHECK (status IN ('planning', 'ready', 'refused', 'running', 'cancelled', 'done')),
        queries integer NOT NULL CHECK (queries > 0),
        models text[] NOT NULL,
        seed bigint NOT NULL,
        samples integer,
        combinations jsonb,
        problem text,
        point integer,
        created_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        ended_at timestamptz,
        held_until timestamptz NOT NULL DEFAULT '-infinity'
      )`);
    await runner.query(`
      CREATE INDEX plans_at_work ON purser.plans (held_until)
      WHERE status IN ('planning', 'running')`);
    await runner.query(`
      CREATE TABLE purser.plan_queries (
        plan_id uuid NOT NULL REFERENCES purser.plans (id) ON DELETE CASCADE,
        place integer NOT NULL,
        id text NOT NULL,
        request jsonb,
        query_id uuid,
        problem text,
        PRIMARY KEY (plan_id, place)
      )`);
    await runner.query(`
      CREATE INDEX plan_queries_unsent ON purser.plan_queries (plan_id, place)
      WHERE request IS NOT NULL`);
    await runner.query(`
      CREATE TABLE purser.plan_samples (
        plan_id uuid NOT NULL REFERENCES purser.plans (id) ON DELETE CASCADE,
        place integer NOT NULL,
        content jsonb NOT NULL,
        PRIMARY KEY (plan_id, place)
      )`);
    await runner.query(`
      CREATE TABLE purser.plan_points (
        plan_id uuid NOT NULL REFERENCES purser.plans (id) ON DELETE CASCADE,
        point integer NOT NULL,
        found_by text NOT NULL,
        accuracy double precision NOT NULL,
        low double precision NOT NULL,
        high double precision NOT NULL,
        cost_nano bigint NOT NULL,
        choices bytea NOT NULL,
        PRIMARY KEY (plan_id, point)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['plan_points', 'plan_samples', 'plan_queries', 'plans'])
      await runner.query(`DROP TABLE purser.${table}`);
  }
}
