import { useEffect, useState } from 'preact/hooks';
import type { TaskSeries } from '../../api/task-series.js';
import type { Loaded } from '../../ui/use-loaded.js';
import { useKept } from '../../ui/use-kept.js';
import { withLatest } from './series-window.js';
import { queryOf, type Span } from './span.js';
import type { Heard } from './use-task-news.js';

/** A task's series of a span, with what the stream has brought since. */
export function useTaskSeries(task: string, span: Span, { news, turn }: Heard): Loaded<TaskSeries> {
  const path = `/admin/v1/tasks/${encodeURIComponent(task)}/series`;
  const loaded = useKept<TaskSeries>(
    `${path} ${span.key}`,
    () => `${path}?${queryOf(span, Date.now())}`,
    turn,
  );
  const [series, setSeries] = useState(loaded.body);
  useEffect(() => setSeries(loaded.body), [loaded.body]);
  useEffect(() => {
    if (news) setSeries((now) => now && withLatest(now, news.last_buckets, span.ms));
  }, [news, span.ms]);
  return { ...loaded, body: series };
}
