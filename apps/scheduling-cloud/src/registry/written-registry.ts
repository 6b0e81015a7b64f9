import { checkedConfig, type PurserConfig, type WrittenConfig, type WrittenEntry } from '#config';
import type { RegistryEntry, RegistryKind, RegistryRows } from '#storage';

/** What the registry says, without what is to come. */
export type Rows = Pick<RegistryRows, 'entries' | 'prices'>;

/** An entry as purser.yaml would have it: a model with its price in force. */
export function writtenEntry(entry: RegistryEntry, { prices }: Rows): WrittenEntry {
  const price = entry.kind === 'model' ? prices.get(entry.name)?.price : undefined;
  return price === undefined ? entry.config : { ...entry.config, price };
}

/** The registry as a purser.yaml would have it. */
export function writtenRegistry(rows: Rows, includes = isLive): WrittenConfig {
  const written = (kind: RegistryKind): Record<string, WrittenEntry> =>
    Object.fromEntries(
      rows.entries
        .filter((entry) => entry.kind === kind && includes(entry))
        .map((entry) => [entry.name, writtenEntry(entry, rows)]),
    );
  return { models: written('model'), tasks: written('task') };
}

/**
 * The registry with its defaults applied.
 * @throws ConfigError that lists every fault
 */
export function registryConfig(rows: Rows): PurserConfig {
  return checkedConfig(writtenRegistry(rows), 'the registry of tasks and models');
}

export function isLive({ deletedAt }: RegistryEntry): boolean {
  return deletedAt === null;
}

/**
 * A model's entry without its price, which has a history of its own. What can't be a price stays in
 * the entry, for the check of the whole to refuse it in its words.
 */
export function splitPrice(written: WrittenEntry): {
  config: WrittenEntry;
  price: WrittenEntry | undefined;
} {
  const { price, ...config } = written;
  const isFields = typeof price === 'object' && price !== null && !Array.isArray(price);
  if (isFields) return { config, price: price as WrittenEntry };
  return { config: price === undefined ? config : written, price: undefined };
}
