import type { EntityManager } from 'typeorm';
import { safeInteger } from './integer-column.js';
import { VERSIONS_CHANNEL } from './subset-version-store.js';
import { STATISTICS_CHANNEL } from './teaching.js';

/**
 * Begins the next generation of what is learnt of a task, which knows nothing: no statistics, no
 * failures in common, no lessons, no versions of subsets, no imports. What was learnt before is no longer read, and what comes
 * late of queries that were taken in before counts there. The pacer's books and the ledger go on.
 * Replicas hear of it when the transaction is committed.
 * @returns the generation, 1 after the first reset
 */
export async function resetLearning(transaction: EntityManager, task: string): Promise<number> {
  const [row] = await transaction.query<[{ generation: string }]>(BEGIN, [task]);
  await transaction.query(FORGET_LESSONS, [task, row.generation]);
  await transaction.query('SELECT pg_notify($1, $2)', [STATISTICS_CHANNEL, task]);
  await transaction.query('SELECT pg_notify($1, $2)', [VERSIONS_CHANNEL, task]);
  return safeInteger(row.generation);
}

const BEGIN = `
INSERT INTO purser.learning_generations AS known (task, generation) VALUES ($1, 1)
ON CONFLICT (task) DO UPDATE SET generation = known.generation + 1, began_at = now()
RETURNING generation`;

/**
 * A lesson's number is left out: so every replica finds that it has missed something, and starts
 * from the checkpoint, which is empty.
 */
const FORGET_LESSONS = `
WITH reset AS (
  UPDATE purser.contextual SET generation = $2, lessons = lessons + 1,
    checkpoint = NULL, checkpoint_lessons = lessons + 1
  WHERE task = $1
  RETURNING task
)
DELETE FROM purser.lessons USING reset WHERE lessons.task = reset.task`;
