import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { TaskNews } from '../../api/live-tasks.js';
import type { TaskOverview } from '../../api/overview.js';
import type { TaskSeries } from '../../api/task-series.js';
import { Sparkline } from '../../charts/sparkline.js';
import { dollars } from '../../format/dollars.js';
import { count, percent, rate, score } from '../../format/numbers.js';
import { Facts } from '../../ui/facts.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { movingReward } from '../task/moving-reward.js';
import { withLatest } from '../task/series-window.js';
import { queryOf, SPANS } from '../task/span.js';
import { useTaskNews } from '../task/use-task-news.js';
import { isOver } from './over-budget.js';
import { SavingText, savingHead } from './saving-text.js';
import { Alerts } from './alerts.js';
import { FirstQuery } from './first-query.js';

/** So many rewards make a mean. */
const REWARDS = 100;
const [SPAN] = SPANS;

/** A task at a glance. */
export function TaskCard({ overview }: { overview: TaskOverview }): JSX.Element {
  const { task, paused, alerts } = overview;
  const { news } = useTaskNews(task);
  const series = useCardSeries(task, news);
  const rounds = news?.rounds ?? overview.rounds;
  return (
    <article class="panel card" aria-label={task}>
      <header>
        <h2>
          <a href={`/tasks/${encodeURIComponent(task)}`}>{task}</a>
        </h2>
        <span class="row">
          {paused && <span class="badge warning">paused</span>}
          <span class="badge">{overview.reward_model}</span>
          <span class="badge">{overview.policy}</span>
        </span>
      </header>
      <Alerts alerts={alerts} />
      {rounds === 0 ? (
        <FirstQuery task={task} />
      ) : (
        <>
          <Figures overview={overview} news={news} rounds={rounds} />
          <RewardLine
            series={series}
            scale={overview.reward_model === 'sum-up' ? overview.size : 1}
          />
        </>
      )}
    </article>
  );
}

function Figures({
  overview,
  news,
  rounds,
}: {
  overview: TaskOverview;
  news: TaskNews | undefined;
  rounds: number;
}): JSX.Element {
  const { reward, cost_usd_per_query: cost, budget_used: used, saving } = overview;
  return (
    <Facts
      of={[
        [
          'Queries/s',
          <Figure
            key="rate"
            value={rate(news?.queries_per_second ?? overview.queries_per_second)}
            rest={`${count(rounds)} in all`}
          />,
        ],
        [
          'Reward a query',
          <Figure
            key="reward"
            value={reward === null ? '–' : score(reward.mean)}
            rest={
              reward === null ? 'not rated yet' : `${score(reward.low)} to ${score(reward.high)}`
            }
          />,
        ],
        [
          'Cost a query',
          <Figure
            key="cost"
            value={cost === null ? '–' : dollars(cost)}
            rest={
              <span class={isOver(used) ? 'over' : undefined}>
                {used !== null && `${percent(used, 0)} of `}
                {dollars(overview.budget_usd_per_query)}
              </span>
            }
          />,
        ],
        [
          'Against the best model',
          <Figure key="saving" value={savingHead(saving)} rest={<SavingText saving={saving} />} />,
        ],
      ]}
    />
  );
}

function Figure({ value, rest }: { value: string; rest: JSX.Element | string }): JSX.Element {
  return (
    <>
      <strong class="figure">{value}</strong>
      <small>{rest}</small>
    </>
  );
}

function RewardLine({
  series,
  scale,
}: {
  series: TaskSeries | undefined;
  /** The most that a query can earn. */
  scale: number;
}): JSX.Element | null {
  const moving = useMemo(
    () => series && movingReward(series.data, scale, REWARDS),
    [series, scale],
  );
  if (moving === undefined) return <div class="sparkline" />;
  const last = moving.mean.at(-1);
  if (last === undefined || last === null) {
    return <p class="hint">No reward in the latest {SPAN.name}.</p>;
  }
  return (
    <figure class="trend">
      <figcaption class="hint">Reward, latest {SPAN.name}</figcaption>
      <Sparkline
        name={`Reward over the latest ${SPAN.name}, now ${score(last)}`}
        values={moving.mean}
        lows={moving.low}
        highs={moving.high}
        colour="var(--good)"
      />
    </figure>
  );
}

/** The card's series, read once and kept up to date by the stream. */
function useCardSeries(task: string, news: TaskNews | undefined): TaskSeries | undefined {
  const [start] = useState(() => queryOf(SPAN, Date.now()));
  const { body } = useLoaded<TaskSeries>(
    `/admin/v1/tasks/${encodeURIComponent(task)}/series?${start}`,
  );
  const [series, setSeries] = useState(body);
  useEffect(() => setSeries(body), [body]);
  useEffect(() => {
    if (news) setSeries((now) => now && withLatest(now, news.last_buckets, SPAN.ms));
  }, [news]);
  return series;
}
