import type { DataSource } from 'typeorm';
import { recollect, type ArmStatistics } from '#bandit';
import { AdmissionStore, StatisticsStore, purserDatabase, type Admission } from '#storage';
import { freshDatabase, type TestDatabase } from './database.js';
import { admission } from './rows.js';

/** Stores on an empty database, with books opened for the tasks `qa` and `sum`. */
export interface StorageGround {
  database: TestDatabase;
  source: DataSource;
  empty(): Promise<void>;
  admitted(over?: Partial<Admission>): Promise<string>;
  arm(task: string, model: string): Promise<ArmStatistics | undefined>;
  close(): Promise<void>;
}

export async function storageGround(): Promise<StorageGround> {
  const database = await freshDatabase();
  const source = await purserDatabase(database.url).initialize();
  const statistics = new StatisticsStore(source);
  return {
    database,
    source,
    empty: async () => {
      await source.query('TRUNCATE purser.queries, purser.idempotency_keys CASCADE');
      await source.query(
        'TRUNCATE purser.arm_statistics, purser.pacing, purser.pacing_settled, purser.ledger',
      );
      await source.query('TRUNCATE purser.caps, purser.cap_windows, purser.budget_events CASCADE');
      await source.query('TRUNCATE purser.round_figures, purser.round_changes');
      await source.query(
        'TRUNCATE purser.task_series, purser.model_series, purser.combination_series',
      );
      await statistics.openBooks(['qa', 'sum']);
    },
    admitted: async (over) => {
      const query = admission(over);
      await new AdmissionStore(source).admit([query]);
      return query.id;
    },
    arm: async (task, model) => {
      const [read] = await statistics.read([task]);
      const reading = { round: 1, forgetting: {}, priceOf: () => undefined };
      return recollect(read?.rows ?? [], reading).statistics.get(model);
    },
    close: async () => {
      await source.destroy();
      await database.drop();
    },
  };
}
