import type { JSX } from 'preact';
import type { TaskSeries } from '../../api/task-series.js';
import type { Loaded } from '../../ui/use-loaded.js';
import { Broken, Empty, Loading } from '../../ui/states.js';
import { RewardPanel } from './reward-panel.js';
import { SharesPanel } from './shares-panel.js';
import type { Span } from './span.js';
import { SpendPanel } from './spend-panel.js';
import { ViolationPanel } from './violation-panel.js';

/** How a task did over time. */
export function Charts({
  series,
  task,
  scale,
  span,
  turn,
}: {
  series: Loaded<TaskSeries>;
  task: string;
  /** The most that a query can earn. */
  scale: number;
  span: Span;
  turn: number;
}): JSX.Element {
  const { body, error, again } = series;
  if (body === undefined) {
    return (
      <section class="panel">
        {error === undefined ? (
          <Loading what="the charts" />
        ) : (
          <Broken error={error} again={again} />
        )}
      </section>
    );
  }
  if (body.data.length === 0) {
    return (
      <section class="panel">
        <Empty>No query in the latest {span.name}. Choose a longer span of time.</Empty>
      </section>
    );
  }
  return (
    <div class="grid">
      <SpendPanel series={body} />
      <RewardPanel series={body} scale={scale} />
      <ViolationPanel series={body} />
      <SharesPanel task={task} span={span} turn={turn} />
    </div>
  );
}
