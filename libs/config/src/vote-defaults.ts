/**
 * A task as written, with what goes without saying of a vote: that thrift chooses who votes, and that
 * an answer is right if its label is the reference.
 */
export function withVoteDefaults(written: unknown): unknown {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return written;
  const task = written as Readonly<Record<string, unknown>>;
  if (task['reward'] !== 'vote') return written;
  const evaluator = Array.isArray(task['labels'])
    ? { kind: 'choice', choices: task['labels'] as unknown[] }
    : 'none';
  return { policy: 'thrift', evaluator, ...task };
}
