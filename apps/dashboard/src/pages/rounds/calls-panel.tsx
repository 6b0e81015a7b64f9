import type { JSX } from 'preact';
import { modelColours } from '../../charts/all-models.js';
import { dollars } from '../../format/dollars.js';
import { count, score } from '../../format/numbers.js';
import { duration } from '../../format/times.js';
import { ModelName } from '../../ui/model-name.js';
import { Panel } from '../../ui/panel.js';
import { Empty } from '../../ui/states.js';
import { Status } from '../../ui/status.js';
import { Table } from '../../ui/table.js';
import type { Call, OpenedRound } from './round.js';
import { stretchesOf, type Stretch } from './timeline.js';

const HEIGHT = 18;

/** The calls on a line of time, with what each cost and earned. */
export function CallsPanel({ of: { query, calls } }: { of: OpenedRound }): JSX.Element {
  const { stretches, end } = stretchesOf(query.created_at, calls);
  const columns = [
    'Model',
    `0 to ${duration(end)} after it was taken in`,
    { name: 'Took', isNumber: true },
    { name: 'Tokens in', isNumber: true },
    { name: 'out', isNumber: true },
    { name: 'Cost', isNumber: true },
    { name: 'Score', isNumber: true },
    { name: 'Reward', isNumber: true },
    'Outcome',
  ];
  return (
    <Panel heading="Calls">
      {calls.length === 0 ? (
        <Empty>No model was asked{query.status === 'pending' ? ' yet' : ''}.</Empty>
      ) : (
        <Table caption="Calls in the order in which they began" columns={columns}>
          {stretches.map((stretch, place) => (
            <Row key={place} of={stretch} end={end} isServed={stretch.call.model === query.model} />
          ))}
        </Table>
      )}
    </Panel>
  );
}

function Row({
  of: stretch,
  end,
  isServed,
}: {
  of: Stretch;
  end: number;
  isServed: boolean;
}): JSX.Element {
  const { call } = stretch;
  return (
    <tr>
      <td class={isServed ? 'served' : undefined}>
        <ModelName model={call.model} />
        {call.is_fallback && <span class="faint"> (fallback)</span>}
      </td>
      <td>
        <Bar of={stretch} end={end} />
      </td>
      <td class="number">{duration(call.latency_ms)}</td>
      <td class="number">{call.input_tokens === null ? '–' : count(call.input_tokens)}</td>
      <td class="number">{call.output_tokens === null ? '–' : count(call.output_tokens)}</td>
      <td class="number">{call.cost_usd === null ? '–' : dollars(call.cost_usd)}</td>
      <td class="number">{call.score === null ? '–' : score(call.score)}</td>
      <td class="number" title={call.reward_source ?? undefined}>
        {call.reward === null ? '–' : score(call.reward)}
      </td>
      <td>
        <Outcome of={call} isServed={isServed} />
      </td>
    </tr>
  );
}

function Bar({ of: { call, from, to }, end }: { of: Stretch; end: number }): JSX.Element {
  const { colour } = modelColours.value.of(call.model);
  const says = `from ${duration(from)} to ${duration(to)}`;
  return (
    <svg class="timeline" role="img" aria-label={says} width="100%" height={HEIGHT}>
      <title>{says}</title>
      <line class="axis" x1="0" x2="100%" y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <rect
        x={`${(100 * from) / end}%`}
        width={`${Math.max(0.8, (100 * (to - from)) / end)}%`}
        y="3"
        height={HEIGHT - 6}
        rx="3"
        style={{ fill: colour, opacity: call.status === 'failed' ? 0.45 : 1 }}
      />
    </svg>
  );
}

function Outcome({ of: call, isServed }: { of: Call; isServed: boolean }): JSX.Element {
  const { error, judgement, answer, attempts } = call;
  const detail = error?.message ?? judgement?.reason ?? (isServed ? null : answer);
  const times = attempts > 1 ? ` in ${attempts} attempts` : '';
  const says =
    error === null ? `${isServed ? 'served' : 'answered'}${times}` : `${error.code}${times}`;
  if (detail === null) return <Status of={call.status}>{says}</Status>;
  return (
    <details>
      <summary>
        <Status of={call.status}>{says}</Status>
      </summary>
      <pre class="text" tabIndex={0}>
        {judgement === null || error !== null ? detail : `${judgement.model} judged: ${detail}`}
      </pre>
    </details>
  );
}
