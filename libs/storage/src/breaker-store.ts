import type { DataSource } from 'typeorm';

/** PostgreSQL tells on this channel that a breaker has opened or closed. */
export const BREAKERS_CHANNEL = 'purser_breakers';

/** A model that is left alone, as too many of its calls failed. */
export interface OpenBreaker {
  model: string;
  openSince: Date;
  /** From then on a query may try whether the model answers again. */
  probeAt: Date;
  /** How often it was found failing since it opened. */
  trips: number;
  /** The last failure, for people. */
  reason: string;
}

/** After the first failure a probe is due in so many seconds, doubled with each that fails. */
const FIRST_PROBE_SECONDS = 5;
const MAX_DOUBLINGS = 6;
/** Without word of it for so long after a probe is due, a breaker counts as closed. */
const STALE = '10 minutes';

/** The circuit breakers that are open, as the local-servers report them; shared by all replicas. */
export class BreakerStore {
  constructor(private readonly database: DataSource) {}

  async read(): Promise<OpenBreaker[]> {
    return this.database.query<OpenBreaker[]>(
      `SELECT model, open_since AS "openSince", probe_at AS "probeAt", trips, reason
       FROM purser.open_breakers WHERE probe_at > now() - interval '${STALE}' ORDER BY model`,
    );
  }

  /** Opens the model's breaker, or puts its next probe off. Word older than what is known changes nothing. */
  async open(model: string, at: Date, reason: string): Promise<void> {
    await this.database.query(
      `WITH opened AS (
         INSERT INTO purser.open_breakers AS breaker (model, open_since, probe_at, trips, reason)
         VALUES ($1, $2, $2::timestamptz + make_interval(secs => ${FIRST_PROBE_SECONDS}), 1, $3)
         ON CONFLICT (model) DO UPDATE SET
           trips = breaker.trips + 1,
           probe_at = excluded.open_since + make_interval(
             secs => ${FIRST_PROBE_SECONDS} * 2 ^ least(breaker.trips, ${MAX_DOUBLINGS})),
           reason = excluded.reason
         WHERE excluded.open_since > breaker.open_since
         RETURNING model
       )
       SELECT pg_notify('${BREAKERS_CHANNEL}', model) FROM opened`,
      [model, at, reason],
    );
  }

  /** Closes the breakers of models that have answered a call begun at that time. */
  async close(model: string, at: Date): Promise<void> {
    await this.database.query(
      `WITH closed AS (
         DELETE FROM purser.open_breakers WHERE model = $1 AND open_since < $2 RETURNING model
       )
       SELECT pg_notify('${BREAKERS_CHANNEL}', model) FROM closed`,
      [model, at],
    );
  }
}
