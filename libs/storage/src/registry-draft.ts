import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { audit } from './audit-store.js';
import { resetLearning } from './learning-reset.js';
import type { PriceEntry, RegistryEntry, RegistryKind, RegistryRows } from './registry-rows.js';

/** What of an entry somebody may change. */
export type EntryState = Pick<
  RegistryEntry,
  'config' | 'source' | 'fileConfig' | 'paused' | 'deletedAt'
>;

/** The registry within a change: what is written is read back by the same draft, and audited. */
export class RegistryDraft {
  private readonly entries: Map<string, RegistryEntry>;
  private readonly prices: Map<string, PriceEntry>;
  private changed = false;

  constructor(
    private readonly transaction: EntityManager,
    rows: RegistryRows,
    private readonly by: string | null,
  ) {
    this.entries = new Map(rows.entries.map((entry) => [keyOf(entry.kind, entry.name), entry]));
    this.prices = new Map(rows.prices);
  }

  get hasChanged(): boolean {
    return this.changed;
  }

  /** What the registry is by now. */
  get rows(): Pick<RegistryRows, 'entries' | 'prices'> {
    return { entries: [...this.entries.values()], prices: this.prices };
  }

  find(kind: RegistryKind, name: string): RegistryEntry | undefined {
    return this.entries.get(keyOf(kind, name));
  }

  /** What the registry would be with another price. */
  rowsWithPrice(model: string, price: PriceEntry['price']): this['rows'] {
    const entry = { model, validFrom: new Date(), price, keyId: this.by };
    return { ...this.rows, prices: new Map(this.prices).set(model, entry) };
  }

  /** The price from now on, if it is not that already. */
  async changePrice(model: string, price: PriceEntry['price']): Promise<void> {
    if (!isDeepStrictEqual(this.prices.get(model)?.price, price)) {
      await this.setPrice(model, price, null);
    }
  }

  /** Writes the entry as the next version, and who did what into the audit log. */
  async put(
    kind: RegistryKind,
    name: string,
    state: EntryState,
    action: string,
  ): Promise<RegistryEntry> {
    const before = this.find(kind, name);
    const [row] = await this.transaction.query<
      [{ version: string; createdAt: Date; updatedAt: Date }]
    >(PUT, [
      kind,
      name,
      JSON.stringify(state.config),
      state.source,
      state.fileConfig === null ? null : JSON.stringify(state.fileConfig),
      state.paused,
      state.deletedAt,
    ]);
    const entry = { kind, name, ...state, ...row, version: Number(row.version) };
    this.entries.set(keyOf(kind, name), entry);
    await this.audited(action, kind, name, auditedState(before), auditedState(entry));
    return entry;
  }

  /** Notes what the file says of an entry, which changes nothing. */
  async noteFile(entry: RegistryEntry, fileConfig: RegistryEntry['fileConfig']): Promise<void> {
    await this.transaction.query(
      'UPDATE purser.registry SET file_config = $3 WHERE kind = $1 AND name = $2',
      [entry.kind, entry.name, fileConfig === null ? null : JSON.stringify(fileConfig)],
    );
    this.entries.set(keyOf(entry.kind, entry.name), { ...entry, fileConfig });
  }

  /**
   * The price from then on; one that was to begin at the same moment is replaced.
   * @param validFrom null: from now on
   */
  async setPrice(model: string, price: PriceEntry['price'], validFrom: Date | null): Promise<void> {
    const before = this.prices.get(model)?.price ?? null;
    const [row] = await this.transaction.query<[{ validFrom: Date; isInForce: boolean }]>(PRICE, [
      model,
      validFrom,
      JSON.stringify(price),
      this.by,
    ]);
    const entry = { model, validFrom: row.validFrom, price, keyId: this.by };
    if (row.isInForce) this.prices.set(model, entry);
    const after = { ...price, validFrom: row.validFrom };
    await this.audited('set-price', 'price', model, before, after);
  }

  /** Lets all be forgotten that was learnt of a task, and writes its entry as the next version. */
  async resetLearning(task: RegistryEntry): Promise<void> {
    await resetLearning(this.transaction, task.name);
    await this.put('task', task.name, task, 'reset');
  }

  private async audited(
    action: string,
    kind: string,
    name: string,
    before: unknown,
    after: unknown,
  ): Promise<void> {
    this.changed = true;
    await audit(this.transaction, { keyId: this.by, action, kind, name, before, after });
  }
}

function keyOf(kind: RegistryKind, name: string): string {
  return `${kind} ${name}`;
}

function auditedState(entry: RegistryEntry | undefined): unknown {
  if (entry === undefined || entry.deletedAt !== null) return null;
  const { config, paused, source, version } = entry;
  return { config, paused, source, version };
}

const PUT = `
INSERT INTO purser.registry AS entry (kind, name, config, source, file_config, paused, deleted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (kind, name) DO UPDATE SET config = excluded.config, source = excluded.source,
  file_config = excluded.file_config, paused = excluded.paused, deleted_at = excluded.deleted_at,
  version = entry.version + 1, updated_at = now()
RETURNING version, created_at AS "createdAt", updated_at AS "updatedAt"`;

const PRICE = `
INSERT INTO purser.model_prices (model, valid_from, price, key_id)
VALUES ($1, coalesce($2, clock_timestamp()), $3, $4)
ON CONFLICT (model, valid_from) DO UPDATE SET price = excluded.price, key_id = excluded.key_id
RETURNING valid_from AS "validFrom", valid_from <= clock_timestamp() AS "isInForce"`;
