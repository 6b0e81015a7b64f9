import type { JSX } from 'preact';
import type { TaskNews } from '../../api/live-tasks.js';
import type { TaskOverview } from '../../api/overview.js';
import { isOver } from '../overview/over-budget.js';
import { SavingText, savingHead } from '../overview/saving-text.js';
import { dollars } from '../../format/dollars.js';
import { count, percent, rate, score } from '../../format/numbers.js';

/** How a task does now, in five figures. */
export function Tiles({
  overview,
  news,
}: {
  overview: TaskOverview;
  news: TaskNews | undefined;
}): JSX.Element {
  const { reward, cost_usd_per_query: cost, budget_usd_per_query: budget } = overview;
  const used = overview.budget_used;
  return (
    <dl class="tiles">
      <div>
        <dt>Rounds</dt>
        <dd>
          {count(news?.rounds ?? overview.rounds)}
          <small>{rate(news?.queries_per_second ?? overview.queries_per_second)} queries/s</small>
        </dd>
      </div>
      <div>
        <dt>Reward a query</dt>
        <dd>
          {reward === null ? '–' : score(reward.mean)}
          <small>
            {reward === null
              ? 'nothing is rated yet'
              : `${score(reward.low)} to ${score(reward.high)}, 95%`}
          </small>
        </dd>
      </div>
      <div>
        <dt>Cost a query</dt>
        <dd class={isOver(used) ? 'over' : undefined}>
          {cost === null ? '–' : dollars(cost, 3)}
          <small>
            {used !== null && `${percent(used, 0)} of `}
            {dollars(budget)} budget
          </small>
        </dd>
      </div>
      <div>
        <dt>Against the best model</dt>
        <dd>
          {savingHead(overview.saving)}
          <small>
            <SavingText saving={overview.saving} />
          </small>
        </dd>
      </div>
    </dl>
  );
}
