import { add, emptyArm, FailureStatistics, type ArmStatistics, type ModelId } from '#bandit';
import type { DataSource } from 'typeorm';
import { armOf, type ArmRow } from './arm-rows.js';
import { pacingOf, type PacingRow, type VersionedPacing } from './pacing-rows.js';

/** What is known of a task, as of one moment. */
export interface TaskStatistics extends VersionedPacing {
  arms: ReadonlyMap<ModelId, ArmStatistics>;
  /** The same, kept apart by which other models had failed before. */
  failures: FailureStatistics;
}

/** Reads what has been learnt. */
export class StatisticsStore {
  constructor(private readonly database: DataSource) {}

  /** Opens the books of tasks that have none. */
  async openBooks(tasks: readonly string[]): Promise<void> {
    await this.database.query(
      `INSERT INTO purser.pacing (task) SELECT task FROM unnest($1::text[]) AS task ORDER BY task
       ON CONFLICT DO NOTHING`,
      [tasks],
    );
  }

  async read(tasks: readonly string[]): Promise<TaskStatistics[]> {
    const arms = await this.database.query<ArmRow[]>(
      'SELECT * FROM purser.arm_statistics WHERE task = ANY($1)',
      [tasks],
    );
    const pacing = await this.database.query<PacingRow[]>(
      'SELECT * FROM purser.pacing WHERE task = ANY($1)',
      [tasks],
    );
    return pacing.map((row) => {
      const rows = arms.filter((arm) => arm.task === row.task);
      const failures = FailureStatistics.of(
        rows.map((arm) => ({ model: arm.model, given: arm.given, statistics: armOf(arm) })),
      );
      return { ...pacingOf(row), arms: armsOf(rows), failures };
    });
  }
}

/** What is known of each model, whatever had failed before. */
function armsOf(rows: readonly ArmRow[]): Map<ModelId, ArmStatistics> {
  const arms = new Map<ModelId, ArmStatistics>();
  for (const row of rows) arms.set(row.model, add(arms.get(row.model) ?? emptyArm, armOf(row)));
  return arms;
}
