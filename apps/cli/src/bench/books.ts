import type { DataSource } from 'typeorm';
import { LedgerStore, type LedgerCheck } from '#storage';

/** What the database says of the queries of a run. Amounts are nano-dollars. */
export interface Books {
  readonly pending: number;
  readonly answered: number;
  readonly failed: number;
  /** What the ledger still holds back for queries. */
  readonly reservedNano: number;
  /** Windows of hard caps in which more is settled and reserved than the cap allows. */
  readonly windowsOverCap: number;
  /** The fullest window of the tightest cap: settled by what is allowed. */
  readonly fullestWindow: number;
  readonly ledger: LedgerCheck;
}

interface Row {
  pending: number;
  answered: number;
  failed: number;
  fullest: number | null;
}

const WINDOWS_OVER = `
  SELECT count(*)::integer AS over
  FROM purser.cap_windows AS cap_window JOIN purser.caps AS cap ON cap.id = cap_window.cap_id
  WHERE cap.hard AND cap_window.settled_nano + cap_window.reserved_nano > cap.limit_nano`;

/** How many windows of hard caps have more settled and reserved than the cap allows. */
export async function windowsOverCap(database: DataSource): Promise<number> {
  const [row] = await database.query<[{ over: number }]>(WINDOWS_OVER);
  return row.over;
}

/** Reads the books as they are now. */
export async function readBooks(database: DataSource): Promise<Books> {
  const [row] = await database.query<[Row]>(`
    SELECT
      (SELECT count(*) FROM purser.queries WHERE status = 'pending')::integer AS pending,
      (SELECT count(*) FROM purser.queries WHERE status = 'answered')::integer AS answered,
      (SELECT count(*) FROM purser.queries WHERE status = 'failed')::integer AS failed,
      max(cap_window.settled_nano::double precision / cap.limit_nano) AS fullest
    FROM purser.cap_windows AS cap_window JOIN purser.caps AS cap ON cap.id = cap_window.cap_id
    WHERE cap.hard`);
  const ledger = await new LedgerStore(database).check();
  const { pending, answered, failed, fullest } = row;
  return {
    pending,
    answered,
    failed,
    reservedNano: ledger.reservedNano,
    windowsOverCap: await windowsOverCap(database),
    fullestWindow: fullest ?? 0,
    ledger,
  };
}
