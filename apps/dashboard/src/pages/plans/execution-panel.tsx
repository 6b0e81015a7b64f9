import type { JSX } from 'preact';
import { Interval } from '../../charts/interval.js';
import { dollars } from '../../format/dollars.js';
import { count, percent } from '../../format/numbers.js';
import { Panel } from '../../ui/panel.js';
import { Table } from '../../ui/table.js';
import { placeOfRun, type Execution, type Plan } from './plan.js';

const PARTS = [
  ['answered', 'Answered'],
  ['failed', 'Failed'],
  ['refused', 'Not sent'],
  ['pending', 'Under way'],
  ['waiting', 'Waiting'],
] as const;

/** How far a plan has come, and what came true of what was foreseen. */
export function ExecutionPanel({
  plan,
  execution,
}: {
  plan: Plan;
  execution: Execution;
}): JSX.Element {
  const over = plan.queries - execution.waiting - execution.pending;
  return (
    <Panel
      heading={`Point ${(placeOfRun(plan) ?? 0) + 1}, as it ${plan.status === 'done' ? 'came' : 'comes'} true`}
      note={
        execution.reassigned === 0
          ? undefined
          : `${count(execution.reassigned)} were asked of other models than planned, as breakers or caps told.`
      }
    >
      <div
        class="progress"
        role="progressbar"
        aria-label="Queries that are over"
        aria-valuemin={0}
        aria-valuemax={plan.queries}
        aria-valuenow={over}
      >
        {PARTS.map(([part]) => (
          <span key={part} class={part} style={{ flexGrow: execution[part] }} />
        ))}
      </div>
      <p class="row hint">
        {PARTS.filter(([part]) => part === 'answered' || execution[part] > 0).map(
          ([part, name]) => (
            <span key={part}>
              <i class={`dot ${part}`} /> {name}: {count(execution[part])}
            </span>
          ),
        )}
      </p>
      <Compared plan={plan} execution={execution} />
    </Panel>
  );
}

function Compared({ plan, execution }: { plan: Plan; execution: Execution }): JSX.Element {
  const over = execution.answered + execution.failed;
  const predicted = execution.predicted_cost_usd / plan.queries;
  const actual = over === 0 ? null : execution.cost_usd / over;
  const within = `${percent(execution.low)} to ${percent(execution.high)}`;
  return (
    <Table
      caption="What was foreseen and what came true"
      columns={[
        { name: 'What', isHidden: true },
        { name: 'Foreseen', isNumber: true },
        { name: 'Came true', isNumber: true },
        'Within what was foreseen',
      ]}
    >
      <tr>
        <th scope="row">Accuracy of {count(execution.rewarded)} with a reward</th>
        <td class="number">{percent(execution.predicted_accuracy)}</td>
        <td class="number">{execution.accuracy === null ? '–' : percent(execution.accuracy)}</td>
        <td>
          <Interval
            low={execution.low}
            high={execution.high}
            estimate={execution.accuracy}
            scale={[0, 1]}
            colour="var(--accent)"
            says={`foreseen: ${within}; came true: ${execution.accuracy === null ? 'nothing yet' : percent(execution.accuracy)}`}
          />
        </td>
      </tr>
      <tr>
        <th scope="row">Cost of all</th>
        <td class="number">{dollars(execution.predicted_cost_usd)}</td>
        <td class="number">{dollars(execution.cost_usd)}</td>
        <td class="faint">
          {over < plan.queries
            ? `after ${count(over)} of ${count(plan.queries)}`
            : differs(execution.predicted_cost_usd, execution.cost_usd)}
        </td>
      </tr>
      <tr>
        <th scope="row">Cost of a query</th>
        <td class="number">{dollars(predicted)}</td>
        <td class="number">{actual === null ? '–' : dollars(actual)}</td>
        <td class="faint">{actual === null ? '' : differs(predicted, actual)}</td>
      </tr>
    </Table>
  );
}

function differs(foreseen: number, cameTrue: number): string {
  if (foreseen === 0) return '';
  const share = cameTrue / foreseen - 1;
  return `${percent(Math.abs(share))} ${share < 0 ? 'less' : 'more'} than foreseen`;
}
