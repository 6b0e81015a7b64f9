import type { DataSource } from 'typeorm';

/** Where messages go. */
export interface WebhookEndpoint {
  name: string;
  url: string;
  events: readonly string[];
  /** Null: of all tasks. */
  tasks: readonly string[] | null;
}

/** A message to an endpoint, and how its delivery stands. */
export interface Delivery {
  /** The same in every attempt. */
  id: string;
  endpoint: string;
  event: string;
  data: unknown;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  nextAttemptAt: Date;
  lastAttemptAt: Date | null;
  /** The HTTP status of the last answer; null if there was none. */
  lastResponse: number | null;
  lastError: string | null;
  createdAt: Date;
}

/** What came of an attempt. */
export interface Attempt {
  id: string;
  /** `failed`: no further attempt is made. */
  status: 'delivered' | 'failed' | 'pending';
  /** From now, where there is to be another one. */
  retrySeconds: number;
  response: number | null;
  error: string | null;
}

interface DeliveryFilter {
  endpoint?: string | undefined;
  status?: string | undefined;
  before?: Date | undefined;
  limit: number;
}

const COLUMNS = `id, endpoint, event, data, status, attempts, next_attempt_at AS "nextAttemptAt",
  last_attempt_at AS "lastAttemptAt", last_response AS "lastResponse", last_error AS "lastError",
  created_at AS "createdAt"`;

/** Keeps messages to other systems until they have arrived, and a log of them for a while. */
export class DeliveryStore {
  constructor(private readonly database: DataSource) {}

  /** Makes the endpoints so; messages to one that has gone fail. */
  async setEndpoints(endpoints: readonly WebhookEndpoint[]): Promise<void> {
    await this.database.query(SET_ENDPOINTS, [JSON.stringify(endpoints)]);
  }

  /**
   * Takes messages that are due for an attempt; nobody else gets them until the lease is over, which
   * is when one is due again whose sender has died.
   */
  async claim(limit: number, leaseSeconds: number): Promise<(Delivery & { url: string | null })[]> {
    const [rows] = await this.database.query<[(Delivery & { url: string | null })[]]>(CLAIM, [
      limit,
      leaseSeconds,
    ]);
    return rows;
  }

  /** Writes down what came of an attempt. */
  async note({ id, status, retrySeconds, response, error }: Attempt): Promise<void> {
    await this.database.query(
      `UPDATE purser.webhook_deliveries SET status = $2, last_response = $4, last_error = $5,
         next_attempt_at = now() + make_interval(secs => $3)
       WHERE id = $1 AND status = 'pending'`,
      [id, status, retrySeconds, response, error],
    );
  }

  /** Newest first. */
  async list({ endpoint, status, before, limit }: DeliveryFilter): Promise<Delivery[]> {
    return this.database.query<Delivery[]>(
      `SELECT ${COLUMNS} FROM purser.webhook_deliveries
       WHERE ($1::text IS NULL OR endpoint = $1) AND ($2::text IS NULL OR status = $2)
         AND ($3::timestamptz IS NULL OR created_at < $3)
       ORDER BY created_at DESC, id DESC LIMIT $4`,
      [endpoint ?? null, status ?? null, before ?? null, limit],
    );
  }

  /** Forgets messages that ended before. */
  async forget(before: Date): Promise<void> {
    await this.database.query(
      `DELETE FROM purser.webhook_deliveries WHERE status <> 'pending' AND created_at < $1`,
      [before],
    );
  }
}

const SET_ENDPOINTS = `
WITH given AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (
    name text, url text, events text[], tasks text[])
), gone AS (
  DELETE FROM purser.webhook_endpoints WHERE name NOT IN (SELECT name FROM given)
)
INSERT INTO purser.webhook_endpoints (name, url, events, tasks) SELECT * FROM given ORDER BY name
ON CONFLICT (name) DO UPDATE SET url = excluded.url, events = excluded.events, tasks = excluded.tasks`;

const CLAIM = `
UPDATE purser.webhook_deliveries AS delivery SET attempts = attempts + 1, last_attempt_at = now(),
  next_attempt_at = now() + make_interval(secs => $2)
FROM (
  SELECT due.id, endpoint.url FROM purser.webhook_deliveries AS due
  LEFT JOIN purser.webhook_endpoints AS endpoint ON endpoint.name = due.endpoint
  WHERE due.status = 'pending' AND due.next_attempt_at <= now()
  ORDER BY due.next_attempt_at LIMIT $1 FOR UPDATE OF due SKIP LOCKED
) AS claimed
WHERE delivery.id = claimed.id
RETURNING delivery.${COLUMNS}, claimed.url`;
