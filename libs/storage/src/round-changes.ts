/**
 * A part of a statement that notes that rounds have changed, in the transaction that changes them: the
 * next pass of `RoundSums` looks at them anew. A round that is noted twice is counted once.
 * @param ids a query of the ids of queries
 */
export function noteRounds(ids: string): string {
  return `noted AS (INSERT INTO purser.round_changes (query_id) ${ids})`;
}
