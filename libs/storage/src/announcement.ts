import type { EntityManager } from 'typeorm';

/** The NOTIFY channel on which replicas hear that a task's statistics have changed. */
export const STATISTICS_CHANNEL = 'purser_statistics';

/** Tells every replica, when the transaction commits, that these tasks' statistics have changed. */
export async function announce(transaction: EntityManager, tasks: Set<string>): Promise<void> {
  if (tasks.size === 0) return;
  await transaction.query('SELECT pg_notify($1, task) FROM unnest($2::text[]) AS task', [
    STATISTICS_CHANNEL,
    [...tasks],
  ]);
}
