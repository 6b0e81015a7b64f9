import type { TextErasure } from '#storage';
import type { Task } from '../tasks/task.js';

/**
 * Which texts of a task are to be erased by now: what it does not store, once the wait for ratings is
 * over, and all when its retention is. A round that is still open waits until it is closed.
 * @param now milliseconds since the epoch
 */
export function erasuresOf(
  {
    name: task,
    store,
    retentionMs,
    rewardWait,
  }: Pick<Task, 'name' | 'store' | 'retentionMs' | 'rewardWait'>,
  now: number,
): TextErasure[] {
  const ended = new Date(now - rewardWait.ms);
  const erasures: TextErasure[] = [];
  if (store === 'hash') erasures.push({ task, from: 'full', to: 'hash', before: ended });
  const none = store === 'none' ? ended : retentionMs !== null && new Date(now - retentionMs);
  if (none === false) return erasures;
  return [
    { task, from: 'full', to: 'none', before: none },
    { task, from: 'hash', to: 'none', before: none },
    ...erasures,
  ];
}
