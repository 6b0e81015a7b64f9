import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Caps and what is reserved and settled in their windows; the ledger; labels; events of money. */
export class CapsAndLedger1763810000000 implements MigrationInterface {
  readonly name = 'CapsAndLedger1763810000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.caps (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        scope text NOT NULL CHECK (scope IN ('global', 'task', 'key')),
        subject text NOT NULL CHECK ((scope = 'global') = (subject = '')),
        span text NOT NULL CHECK (span IN ('minute', 'hour', 'day', 'week', 'month')),
        time_zone text NOT NULL,
        hard boolean NOT NULL,
        limit_nano bigint NOT NULL CHECK (limit_nano >= 0),
        origin text NOT NULL CHECK (origin IN ('file', 'api')),
        version bigint NOT NULL DEFAULT 1,
        deleted_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (scope, subject, span, time_zone, hard)
      )`);
    // Room in its pages lets a row that changes with every flush change in place.
    await runner.query(`
      CREATE TABLE purser.cap_windows (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        cap_id uuid NOT NULL REFERENCES purser.caps (id),
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        reserved_nano bigint NOT NULL DEFAULT 0 CHECK (reserved_nano >= 0),
        settled_nano bigint NOT NULL DEFAULT 0 CHECK (settled_nano >= 0),
        UNIQUE (cap_id, starts_at),
        CHECK (starts_at < ends_at)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE purser.ledger (
        query_id uuid NOT NULL,
        entry smallint NOT NULL CHECK (entry >= 0),
        kind text NOT NULL CHECK (kind IN ('reserve', 'settle', 'release', 'adjust')),
        reserved_nano bigint NOT NULL,
        settled_nano bigint NOT NULL,
        window_ids bigint[] NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (query_id, entry),
        CHECK (CASE kind
          WHEN 'reserve' THEN entry = 0 AND reserved_nano >= 0 AND settled_nano = 0
          WHEN 'settle' THEN entry = 1 AND reserved_nano <= 0 AND settled_nano >= 0
          WHEN 'release' THEN entry = 1 AND reserved_nano <= 0 AND settled_nano = 0
          ELSE entry > 1 AND reserved_nano = 0 END)
      )`);
    await runner.query(`
      ALTER TABLE purser.queries
        ADD COLUMN reserved_nano bigint NOT NULL DEFAULT 0 CHECK (reserved_nano >= 0),
        ADD COLUMN window_ids bigint[] NOT NULL DEFAULT '{}',
        ADD COLUMN key_id text,
        ADD COLUMN labels jsonb`);
    await runner.query(`
      CREATE INDEX queries_labelled ON purser.queries (task, created_at) WHERE labels IS NOT NULL`);
    await runner.query(`
      INSERT INTO purser.ledger (query_id, entry, kind, reserved_nano, settled_nano, window_ids, created_at)
      SELECT id, 0, 'reserve', 0, 0, '{}'::bigint[], created_at FROM purser.queries
      UNION ALL
      SELECT id, 1, 'settle', 0, cost_nano, '{}'::bigint[], observed_at FROM purser.queries
      WHERE observed_at IS NOT NULL`);
    await runner.query(`
      CREATE TABLE purser.label_values (
        task text NOT NULL,
        name text NOT NULL,
        value text NOT NULL,
        PRIMARY KEY (task, name, value)
      )`);
    await runner.query(`
      CREATE TABLE purser.budget_events (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL CHECK (
          kind IN ('soft_limit', 'hard_limit', 'overrun', 'written_off', 'ledger_imbalance')),
        window_id bigint REFERENCES purser.cap_windows (id),
        query_id uuid,
        amount_nano bigint NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((kind IN ('soft_limit', 'hard_limit')) = (window_id IS NOT NULL))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX budget_events_of_window ON purser.budget_events (window_id, kind)
      WHERE window_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE purser.budget_events');
    await runner.query('DROP TABLE purser.label_values');
    await runner.query('DROP INDEX purser.queries_labelled');
    await runner.query(`
      ALTER TABLE purser.queries DROP COLUMN reserved_nano, DROP COLUMN window_ids,
        DROP COLUMN key_id, DROP COLUMN labels`);
    await runner.query('DROP TABLE purser.ledger');
    await runner.query('DROP TABLE purser.cap_windows');
    await runner.query('DROP TABLE purser.caps');
  }
}
