import type { DataSource, EntityManager } from 'typeorm';
import { safeInteger } from './integer-column.js';
import { RegistryDraft } from './registry-draft.js';
import type { PriceEntry, RegistryEntry, RegistryRows } from './registry-rows.js';

/** The NOTIFY channel on which replicas hear that the registry has changed. */
export const REGISTRY_CHANNEL = 'purser_registry';

/** Any one number will do, as long as it is always the same. */
const REGISTRY_LOCK = 7_205_760;

/** Keeps tasks, models and prices. */
export class RegistryStore {
  constructor(private readonly database: DataSource) {}

  read(): Promise<RegistryRows> {
    return this.database.transaction('REPEATABLE READ', readRegistry);
  }

  /** Newest first, those to come too. */
  async pricesOf(model: string): Promise<PriceEntry[]> {
    return this.database.query<PriceEntry[]>(
      `${PRICES} WHERE model = $1 ORDER BY valid_from DESC`,
      [model],
    );
  }

  /**
   * Changes the registry: one change at a time, all of it or, if the work throws, nothing. Replicas
   * hear of it when it is committed.
   * @param by the key that asks for it; null: the service itself
   */
  async change<Result>(
    by: string | null,
    work: (draft: RegistryDraft) => Promise<Result>,
  ): Promise<Result> {
    return this.database.transaction(async (transaction) => {
      await transaction.query('SELECT pg_advisory_xact_lock($1)', [REGISTRY_LOCK]);
      const draft = new RegistryDraft(transaction, await readRegistry(transaction), by);
      const result = await work(draft);
      if (draft.hasChanged) await transaction.query(`SELECT pg_notify('${REGISTRY_CHANNEL}', '')`);
      return result;
    });
  }
}

async function readRegistry(transaction: EntityManager): Promise<RegistryRows> {
  const entries = await transaction.query<EntryRow[]>(ENTRIES);
  const prices = await transaction.query<PriceEntry[]>(
    `SELECT DISTINCT ON (model) * FROM (${PRICES} WHERE valid_from <= clock_timestamp()) AS price
     ORDER BY model, "validFrom" DESC`,
  );
  const [next] = await transaction.query<[{ at: Date | null }]>(
    'SELECT min(valid_from) AS at FROM purser.model_prices WHERE valid_from > clock_timestamp()',
  );
  return {
    entries: entries.map((row) => ({ ...row, version: safeInteger(row.version) })),
    prices: new Map(prices.map((price) => [price.model, price])),
    nextPriceAt: next.at,
  };
}

type EntryRow = Omit<RegistryEntry, 'version'> & { version: string };

const ENTRIES = `
SELECT kind, name, config, source, file_config AS "fileConfig", paused, version,
  created_at AS "createdAt", updated_at AS "updatedAt", deleted_at AS "deletedAt"
FROM purser.registry ORDER BY place`;

const PRICES = `
SELECT model, valid_from AS "validFrom", price, key_id AS "keyId" FROM purser.model_prices`;
