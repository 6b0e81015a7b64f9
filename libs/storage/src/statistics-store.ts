import type { StatisticsRow } from '#bandit';
import type { DataSource } from 'typeorm';
import { statisticsOf, type ArmRow } from './arm-rows.js';
import { safeInteger } from './integer-column.js';
import { bookedOf, type BookedRounds, type BookedRow, type SettledRounds } from './pacing-rows.js';

/** What is known of a task, as of one moment. */
export interface TaskStatistics {
  booked: BookedRounds;
  settled: SettledRounds;
  rows: readonly StatisticsRow[];
}

interface SettledRow {
  settled_version: string;
  settled_expected_nano: string;
  settled_nano: string;
}

/** Since when what is known of a task has been learnt. */
export interface LearningState {
  /** How often the task was reset. */
  generation: number;
  /** The last reset; null: there was none. */
  since: Date | null;
  /** Of a contextual task: how many there were, and how many of them its checkpoint knows. */
  lessons: { written: number; inCheckpoint: number } | null;
}

/** Reads what has been learnt. */
export class StatisticsStore {
  constructor(private readonly database: DataSource) {}

  /** Opens the books of tasks that have none. */
  async openBooks(tasks: readonly string[]): Promise<void> {
    await this.database.query(
      `WITH task AS (SELECT task FROM unnest($1::text[]) AS task ORDER BY task), booked AS (
         INSERT INTO purser.pacing (task) SELECT task FROM task ON CONFLICT DO NOTHING
       )
       INSERT INTO purser.pacing_settled (task) SELECT task FROM task ON CONFLICT DO NOTHING`,
      [tasks],
    );
  }

  async learningState(task: string): Promise<LearningState> {
    const [row] = await this.database.query<
      [{ generation: string; since: Date | null; written: string | null; known: string | null }]
    >(
      `SELECT purser.generation_of($1) AS generation, contextual.lessons AS written,
         contextual.checkpoint_lessons AS known,
         (SELECT began_at FROM purser.learning_generations WHERE task = $1) AS since
       FROM (SELECT) AS one LEFT JOIN purser.contextual ON contextual.task = $1`,
      [task],
    );
    const { generation, since, written, known } = row;
    const lessons =
      written === null || known === null
        ? null
        : { written: safeInteger(written), inCheckpoint: safeInteger(known) };
    return { generation: safeInteger(generation), since, lessons };
  }

  /** The rows of a task are in the order of their keys: what is made of them depends on nothing else. */
  async read(tasks: readonly string[]): Promise<TaskStatistics[]> {
    const arms = await this.database.query<ArmRow[]>(
      `SELECT * FROM purser.arm_statistics
       WHERE task = ANY($1) AND generation = purser.generation_of(task)
       ORDER BY task, model, given, epoch, price`,
      [tasks],
    );
    const pacing = await this.database.query<(BookedRow & SettledRow)[]>(
      `SELECT booked.*, settled.version AS settled_version,
         settled.expected_nano AS settled_expected_nano, settled.nano AS settled_nano
       FROM purser.pacing AS booked JOIN purser.pacing_settled AS settled USING (task)
       WHERE task = ANY($1)`,
      [tasks],
    );
    return pacing.map((row) => ({
      booked: bookedOf(row),
      settled: {
        version: safeInteger(row.settled_version),
        expectedNano: safeInteger(row.settled_expected_nano),
        nano: safeInteger(row.settled_nano),
      },
      rows: arms.filter((arm) => arm.task === row.task).map(statisticsOf),
    }));
  }
}
