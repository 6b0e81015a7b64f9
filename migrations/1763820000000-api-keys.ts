import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys with their roles, and the log of who changed what. */
export class ApiKeys1763820000000 implements MigrationInterface {
  readonly name = 'ApiKeys1763820000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.api_keys (
        id text PRIMARY KEY,
        name text NOT NULL,
        roles text[] NOT NULL CHECK (
          cardinality(roles) > 0 AND roles <@ ARRAY['query', 'rate', 'admin']),
        tasks text[] CHECK (cardinality(tasks) > 0),
        requests_per_minute integer CHECK (requests_per_minute > 0),
        secret_hash bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
        previous_hash bytea CHECK (octet_length(previous_hash) = 32),
        previous_until timestamptz,
        version bigint NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        CHECK ((previous_hash IS NULL) = (previous_until IS NULL))
      )`);
    await runner.query(`
      CREATE TABLE purser.audit_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        key_id text,
        action text NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        before jsonb,
        after jsonb
      )`);
    await runner.query(`
      CREATE INDEX audit_log_of_thing ON purser.audit_log (kind, name, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['audit_log', 'api_keys']) await runner.query(`DROP TABLE purser.${table}`);
  }
}
