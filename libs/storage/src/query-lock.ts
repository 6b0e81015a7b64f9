import type { EntityManager } from 'typeorm';

/**
 * Locks queries for the rest of the transaction, in the order of their ids so that two transactions
 * can't deadlock. Whoever changes what a query earned or cost does this first, in a statement of its
 * own: the next statement then sees all that earlier holders of the lock have committed.
 */
export async function lockQueries(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<void> {
  await transaction.query(
    'SELECT FROM purser.queries WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE',
    [ids],
  );
}
