import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isAdmin } from '../../session/session.js';
import { ModelName } from '../../ui/model-name.js';
import { Panel } from '../../ui/panel.js';
import { Broken, Loading } from '../../ui/states.js';
import { Table } from '../../ui/table.js';
import { useLoaded } from '../../ui/use-loaded.js';
import type { AssignmentPage, Plan } from './plan.js';

const PAGE = 20;

/** Which models each query is given to at a point. */
export function Assignments({
  plan,
  point,
  name,
}: {
  plan: Plan;
  /** As the API numbers it. */
  point: number;
  /** As the page does. */
  name: string;
}): JSX.Element {
  const [after, setAfter] = useState(0);
  const isRun = plan.execution?.point === point;
  const { body, error, again } = useLoaded<AssignmentPage>(
    `/v1/plans/${plan.id}/assignments?point=${point}&after=${after}&limit=${PAGE}`,
  );
  const sent = isRun ? plan.queries - (plan.execution?.waiting ?? 0) : 0;
  useEffect(() => {
    if (sent > 0) again();
  }, [sent]);
  const last = Math.min(after + PAGE, plan.queries);
  return (
    <Panel
      heading={isRun ? 'Who was asked' : `Who would be asked at point ${name}`}
      note="In the order in which they are asked."
    >
      {error !== undefined && <Broken error={error} again={again} />}
      {body === undefined && error === undefined && <Loading what="the queries" />}
      {body !== undefined && (
        <Table caption="The queries and their models" columns={['Query', 'Models', 'Outcome']}>
          {body.assignments.map((one) => (
            <tr key={one.id}>
              <td class="cut">{one.id}</td>
              <td>
                <span class="models">
                  {one.models.map((model) => (
                    <ModelName key={model} model={model} />
                  ))}
                </span>
              </td>
              <td>{isRun ? <Outcome {...one} /> : '–'}</td>
            </tr>
          ))}
        </Table>
      )}
      <div class="pages">
        <button type="button" disabled={after === 0} onClick={() => setAfter(after - PAGE)}>
          Back
        </button>
        <span class="hint">
          {after + 1} to {last} of {plan.queries}
        </span>
        <button
          type="button"
          disabled={last >= plan.queries}
          onClick={() => setAfter(after + PAGE)}
        >
          On
        </button>
      </div>
    </Panel>
  );
}

function Outcome({ query_id, problem }: AssignmentPage['assignments'][number]): JSX.Element {
  if (problem !== null) return <span class="fault">{problem}</span>;
  if (query_id === null) return <span class="faint">not sent yet</span>;
  if (!isAdmin()) return <code>{query_id}</code>;
  return <a href={`/rounds/${query_id}`}>the round</a>;
}
