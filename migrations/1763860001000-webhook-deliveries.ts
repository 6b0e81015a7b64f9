import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages to other systems, written in the transaction of what they tell of. Events of money and of
 * breakers are told of by triggers, whoever writes them down.
 */
export class WebhookDeliveries1763860001000 implements MigrationInterface {
  readonly name = 'WebhookDeliveries1763860001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE purser.webhook_endpoints (
        name text PRIMARY KEY,
        url text NOT NULL,
        events text[] NOT NULL,
        tasks text[]
      )`);
    await runner.query(`
      CREATE TABLE purser.webhook_deliveries (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        endpoint text NOT NULL,
        event text NOT NULL,
        data jsonb NOT NULL,
        status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
        attempts smallint NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        last_attempt_at timestamptz,
        last_response integer,
        last_error text,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE INDEX webhook_deliveries_due ON purser.webhook_deliveries (next_attempt_at)
      WHERE status = 'pending'`);
    await runner.query(`
      CREATE INDEX webhook_deliveries_newest ON purser.webhook_deliveries (created_at, id)`);
    await runner.query(`
      CREATE FUNCTION purser.tell_budget_event() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO purser.webhook_deliveries (endpoint, event, data)
        SELECT endpoint.name, 'budget.' || NEW.kind, jsonb_build_object(
          'scope', cap.scope, 'subject', nullif(cap.subject, ''), 'span', cap.span,
          'time_zone', cap.time_zone, 'limit_usd', cap.limit_nano / 1e9,
          'spent_usd', NEW.amount_nano / 1e9,
          'window_starts_at', cap_window.starts_at, 'window_ends_at', cap_window.ends_at)
        FROM purser.cap_windows AS cap_window
        JOIN purser.caps AS cap ON cap.id = cap_window.cap_id
        JOIN purser.webhook_endpoints AS endpoint ON 'budget.' || NEW.kind = ANY (endpoint.events)
          AND (endpoint.tasks IS NULL OR cap.scope <> 'task' OR cap.subject = ANY (endpoint.tasks))
        WHERE cap_window.id = NEW.window_id;
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER tell_budget_event AFTER INSERT ON purser.budget_events
      FOR EACH ROW WHEN (NEW.window_id IS NOT NULL) EXECUTE FUNCTION purser.tell_budget_event()`);
    await runner.query(`
      CREATE FUNCTION purser.tell_breaker() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO purser.webhook_deliveries (endpoint, event, data)
        SELECT name, 'breaker.opened', jsonb_build_object(
          'model', NEW.model, 'open_since', NEW.open_since, 'reason', NEW.reason)
        FROM purser.webhook_endpoints WHERE 'breaker.opened' = ANY (events);
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER tell_breaker AFTER INSERT ON purser.open_breakers
      FOR EACH ROW EXECUTE FUNCTION purser.tell_breaker()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER tell_breaker ON purser.open_breakers');
    await runner.query('DROP TRIGGER tell_budget_event ON purser.budget_events');
    await runner.query('DROP FUNCTION purser.tell_breaker');
    await runner.query('DROP FUNCTION purser.tell_budget_event');
    await runner.query('DROP TABLE purser.webhook_deliveries');
    await runner.query('DROP TABLE purser.webhook_endpoints');
  }
}
