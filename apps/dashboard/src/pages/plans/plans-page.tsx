import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { count } from '../../format/numbers.js';
import { moment } from '../../format/times.js';
import { Pages } from '../../ui/pages.js';
import { Broken, Empty, Loading } from '../../ui/states.js';
import { Status } from '../../ui/status.js';
import { Table } from '../../ui/table.js';
import { Title } from '../../ui/title.js';
import { useFollowed } from '../../ui/use-followed.js';
import { NewPlan } from './new-plan.js';
import { isUnderWay, type PlanPage } from './plan.js';

const COLUMNS = [
  'Made',
  'Task',
  'Status',
  { name: 'Queries', isNumber: true },
  { name: 'Models', isNumber: true },
  { name: 'Samples', isNumber: true },
  'What holds it up',
];

/** Batches that were planned, and the way to plan one. */
export default function PlansPage(): JSX.Element {
  const { query } = useLocation();
  const [isMaking, setMaking] = useState(false);
  const after = query['before'] === undefined ? '' : `?before=${query['before']}`;
  const { body, error, again } = useFollowed<PlanPage>(`/v1/plans${after}`, ({ data }) =>
    data.some(isUnderWay),
  );
  return (
    <>
      <Title of="Plans">
        <p class="hint">Batches that can wait: see what money would buy before it is spent.</p>
        <button type="button" class="primary end" onClick={() => setMaking(true)}>
          New plan
        </button>
      </Title>
      {isMaking && <NewPlan onClose={() => setMaking(false)} />}
      <div class="panel">
        {body === undefined && error === undefined && <Loading what="plans" />}
        {error !== undefined && <Broken error={error} again={again} />}
        {body !== undefined && <Listed page={body} />}
        <Pages base="/plans" param="before" at={query['before']} next={body?.next ?? null} />
      </div>
    </>
  );
}

function Listed({ page }: { page: PlanPage }): JSX.Element {
  if (page.data.length === 0) {
    return (
      <Empty>
        No plan yet. “New plan” takes a file of queries, and says what every amount of money would
        buy.
      </Empty>
    );
  }
  return (
    <Table caption="Plans" columns={COLUMNS}>
      {page.data.map((plan) => (
        <tr key={plan.id}>
          <td>
            <a href={`/plans/${plan.id}`}>{moment(plan.created_at)}</a>
          </td>
          <td>{plan.task}</td>
          <td>
            <Status of={plan.status} />
          </td>
          <td class="number">{count(plan.queries)}</td>
          <td class="number">{count(plan.models.length)}</td>
          <td class="number">{plan.samples === null ? '–' : count(plan.samples)}</td>
          <td class="cut" title={plan.problem ?? undefined}>
            {plan.problem}
          </td>
        </tr>
      ))}
    </Table>
  );
}
