import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Overview, TaskOverview } from '../../api/overview.js';
import { Segments } from '../../ui/segments.js';
import { Broken } from '../../ui/states.js';
import { Title } from '../../ui/title.js';
import { useKept } from '../../ui/use-kept.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { Alerts } from '../overview/alerts.js';
import { FirstQuery } from '../overview/first-query.js';
import { ArmsPanel } from './arms-panel.js';
import { Charts } from './charts.js';
import { MapPanel } from './map-panel.js';
import { SPANS } from './span.js';
import { Tiles } from './tiles.js';
import { useSpan } from './use-span.js';
import { useTaskNews } from './use-task-news.js';
import { useTaskSeries } from './use-task-series.js';

/** What the page reads of `GET /v1/tasks/{name}`. */
interface TaskTerms {
  reward_model: string;
  size: number;
}

/** A vote's log does not say who would have won another. */
function isEstimable(overview: TaskOverview | undefined): boolean {
  return overview?.reward_model !== 'vote' && (overview?.reward?.rounds ?? 0) >= 2;
}

/** All about one task: what it spends, what it earns, whom it asks and why. */
export default function TaskPage({ task }: { task: string }): JSX.Element {
  const heard = useTaskNews(task);
  const { turn, news, reread } = heard;
  const terms = useLoaded<TaskTerms>(`/v1/tasks/${encodeURIComponent(task)}`);
  const overviews = useKept<Overview>('overview', () => '/admin/v1/overview', turn);
  const span = useSpan();
  const series = useTaskSeries(task, span.shown, heard);
  useEffect(() => {
    if (series.body?.data.length === 0 && series.body.before.rounds > 0) span.widen();
  }, [series.body, span.widen]);
  const overview = overviews.body?.tasks.find((one) => one.task === task);
  const isNew = (news?.rounds ?? overview?.rounds) === 0;
  if (terms.error !== undefined) {
    return (
      <>
        <Title of={task} />
        <Broken error={terms.error} again={terms.again} />
      </>
    );
  }
  // A sum of so many rewards; all others are one.
  const scale = terms.body?.reward_model === 'sum-up' ? terms.body.size : 1;
  return (
    <>
      <Title of={task}>
        {overview !== undefined && (
          <>
            <span class="badge">{overview.reward_model}</span>
            <span class="badge">{overview.policy}</span>
            {overview.paused && <span class="badge warning">paused</span>}
          </>
        )}
        {!isNew && (
          <Segments
            label="Span of time"
            options={SPANS.map(({ key, name }) => [key, name] as const)}
            value={span.shown.key}
            onChange={span.choose}
          />
        )}
      </Title>
      {overview !== undefined && <Alerts alerts={overview.alerts} />}
      {overview !== undefined && <Tiles overview={overview} news={news} />}
      {isNew ? (
        <FirstQuery task={task} />
      ) : (
        <Charts series={series} task={task} scale={scale} span={span.shown} turn={turn} />
      )}
      <MapPanel
        key={task}
        task={task}
        turn={turn}
        isEstimable={isEstimable(overview)}
        onSet={reread}
      />
      <ArmsPanel task={task} turn={turn} />
    </>
  );
}
