import type { StatisticsRow } from '#bandit';
import type { DataSource } from 'typeorm';
import { statisticsOf, type ArmRow } from './arm-rows.js';
import { pacingOf, type PacingRow, type VersionedPacing } from './pacing-rows.js';

/** What is known of a task, as of one moment. */
export interface TaskStatistics extends VersionedPacing {
  rows: readonly StatisticsRow[];
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

  /** The rows of a task are in the order of their keys: what is made of them depends on nothing else. */
  async read(tasks: readonly string[]): Promise<TaskStatistics[]> {
    const arms = await this.database.query<ArmRow[]>(
      `SELECT * FROM purser.arm_statistics
       WHERE task = ANY($1) AND generation = purser.generation_of(task)
       ORDER BY task, model, given, epoch, price`,
      [tasks],
    );
    const pacing = await this.database.query<PacingRow[]>(
      'SELECT * FROM purser.pacing WHERE task = ANY($1)',
      [tasks],
    );
    return pacing.map((row) => ({
      ...pacingOf(row),
      rows: arms.filter((arm) => arm.task === row.task).map(statisticsOf),
    }));
  }
}
