import type { DataSource } from 'typeorm';
import { safeInteger } from './integer-column.js';

/** Books that differ from the ledger: which, what they say, and what the ledger's rows sum to. */
export interface LedgerFault {
  /** A window of a cap, by its id, or a query. */
  account: 'window' | 'query';
  id: string;
  reservedNano: number;
  settledNano: number;
  ledgerReservedNano: number;
  ledgerSettledNano: number;
}

/** What a check of the ledger came to, as of one moment. */
export interface LedgerCheck {
  entries: number;
  /** Sums over all entries, in nano-dollars. */
  reservedNano: number;
  settledNano: number;
  windows: number;
  queries: number;
  /** How many accounts differ. */
  faults: number;
  /** The first of them. */
  examples: LedgerFault[];
}

const EXAMPLES = 20;
/** What a check of a large ledger may take. */
const PATIENCE_MS = 10 * 60_000;

/** The ledger: every reservation and its end, whose sums are the balances at all times. */
export class LedgerStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Sums the ledger's rows by window and by query and compares them with the balances, in one query:
   * everything is read as of the same moment. An imbalance is written down as an event.
   */
  async check(): Promise<LedgerCheck> {
    return this.database.transaction('REPEATABLE READ', async (transaction) => {
      await transaction.query(`SET LOCAL statement_timeout = ${PATIENCE_MS}`);
      const [row] = await transaction.query<[CheckRow]>(CHECK, [EXAMPLES]);
      const check = checkOf(row);
      if (check.faults > 0) {
        await transaction.query(
          `INSERT INTO purser.budget_events (kind, amount_nano) VALUES ('ledger_imbalance', $1)`,
          [check.examples.reduce((sum, fault) => sum + differenceOf(fault), 0)],
        );
      }
      return check;
    });
  }
}

function differenceOf(fault: LedgerFault): number {
  return (
    Math.abs(fault.reservedNano - fault.ledgerReservedNano) +
    Math.abs(fault.settledNano - fault.ledgerSettledNano)
  );
}

interface CheckRow {
  entries: string;
  reserved_nano: string;
  settled_nano: string;
  windows: string;
  queries: string;
  faults: string;
  examples: LedgerFault[];
}

function checkOf(row: CheckRow): LedgerCheck {
  return {
    entries: safeInteger(row.entries),
    reservedNano: safeInteger(row.reserved_nano),
    settledNano: safeInteger(row.settled_nano),
    windows: safeInteger(row.windows),
    queries: safeInteger(row.queries),
    faults: safeInteger(row.faults),
    examples: row.examples,
  };
}

/** A query that retention has removed leaves its entries behind: they have no account to differ from. */
const CHECK = `
WITH by_query AS MATERIALIZED (
  SELECT query_id, count(*) AS entries, sum(reserved_nano) AS reserved_nano,
    sum(settled_nano) AS settled_nano
  FROM purser.ledger GROUP BY query_id
), by_window AS (
  SELECT window_id, sum(reserved_nano) AS reserved_nano, sum(settled_nano) AS settled_nano
  FROM purser.ledger, unnest(window_ids) AS window_id GROUP BY window_id
), fault AS (
  SELECT 'window' AS account, coalesce(cap_window.id, window_id)::text AS id,
    coalesce(cap_window.reserved_nano, 0) AS "reservedNano",
    coalesce(cap_window.settled_nano, 0) AS "settledNano",
    coalesce(by_window.reserved_nano, 0) AS "ledgerReservedNano",
    coalesce(by_window.settled_nano, 0) AS "ledgerSettledNano"
  FROM purser.cap_windows AS cap_window
  FULL JOIN by_window ON by_window.window_id = cap_window.id
  WHERE (coalesce(cap_window.reserved_nano, 0), coalesce(cap_window.settled_nano, 0))
    <> (coalesce(by_window.reserved_nano, 0), coalesce(by_window.settled_nano, 0))
  UNION ALL
  SELECT 'query', query.id::text,
    CASE WHEN query.observed_at IS NULL THEN query.reserved_nano ELSE 0 END,
    coalesce(query.cost_nano, 0),
    coalesce(by_query.reserved_nano, 0), coalesce(by_query.settled_nano, 0)
  FROM purser.queries AS query LEFT JOIN by_query ON by_query.query_id = query.id
  WHERE (CASE WHEN query.observed_at IS NULL THEN query.reserved_nano ELSE 0 END,
      coalesce(query.cost_nano, 0))
    <> (coalesce(by_query.reserved_nano, 0), coalesce(by_query.settled_nano, 0))
)
SELECT coalesce(sum(entries), 0) AS entries, coalesce(sum(reserved_nano), 0) AS reserved_nano,
  coalesce(sum(settled_nano), 0) AS settled_nano,
  (SELECT count(*) FROM purser.cap_windows) AS windows, count(*) AS queries,
  (SELECT count(*) FROM fault) AS faults,
  (SELECT coalesce(json_agg(example), '[]') FROM (SELECT * FROM fault LIMIT $1) AS example) AS examples
FROM by_query`;
