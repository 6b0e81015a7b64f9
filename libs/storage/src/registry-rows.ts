export type RegistryKind = 'model' | 'task';

/** A task or a model as somebody wrote it. */
export interface RegistryEntry {
  kind: RegistryKind;
  name: string;
  /** As in purser.yaml; a model's without its price. */
  config: Readonly<Record<string, unknown>>;
  /** Who wrote it last: an entry that the API has changed is not changed by the file. */
  source: 'file' | 'api';
  /** What the file says of it, with its price; null: nothing. */
  fileConfig: Readonly<Record<string, unknown>> | null;
  /** Of a task: takes no new queries. */
  paused: boolean;
  /** Grows with every change. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** Deleted entries are kept for the queries that still name them. */
  deletedAt: Date | null;
}

/** A price of a model, from then on until the next one. */
export interface PriceEntry {
  model: string;
  validFrom: Date;
  price: Readonly<Record<string, unknown>>;
  /** Of the key that set it; null: the file. */
  keyId: string | null;
}

/** The registry as of one moment. */
export interface RegistryRows {
  entries: readonly RegistryEntry[];
  /** By model: what is in force. */
  prices: ReadonlyMap<string, PriceEntry>;
  /** When the next price comes into force; null: none is known. */
  nextPriceAt: Date | null;
}
