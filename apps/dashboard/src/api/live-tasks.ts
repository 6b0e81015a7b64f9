import { useEffect } from 'preact/hooks';
import type { Bucket } from './task-series.js';
import { follow } from './live.js';

/** What the service tells of a task whenever something changes, at most four times a second. */
export interface TaskNews {
  task: string;
  at: string;
  /** All that were ever taken in, and what they cost. */
  rounds: number;
  cost_usd_total: number;
  queries_per_second: number;
  /** Of the last minute. */
  reward_mean: number | null;
  /** Of the last two seconds, whole. */
  last_buckets: Bucket[];
}

type Listener = (news: readonly TaskNews[]) => void;

const listeners = new Set<Listener>();
let stop: AbortController | undefined;

/** All of a page share one stream: it is opened for the first listener and closed after the last. */
function listen(listener: Listener): () => void {
  listeners.add(listener);
  if (stop === undefined) {
    stop = new AbortController();
    void follow('/admin/v1/live', tell, stop.signal);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.abort();
    stop = undefined;
  };
}

function tell(event: string, data: unknown): void {
  if (event !== 'tasks') return;
  const { tasks } = data as { tasks: TaskNews[] };
  for (const listener of listeners) listener(tasks);
}

/** Hears what changes, while it is shown. The listener must stay the same from call to call. */
export function useLiveTasks(listener: Listener, isOn = true): void {
  useEffect(() => (isOn ? listen(listener) : undefined), [listener, isOn]);
}
