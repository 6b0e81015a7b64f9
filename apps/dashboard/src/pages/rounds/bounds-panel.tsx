import type { JSX } from 'preact';
import { modelColours } from '../../charts/all-models.js';
import { Interval } from '../../charts/interval.js';
import { dollars } from '../../format/dollars.js';
import { count, score } from '../../format/numbers.js';
import { ModelName } from '../../ui/model-name.js';
import { Panel } from '../../ui/panel.js';
import { Table } from '../../ui/table.js';
import type { Bounds, Decision } from './round.js';

const COLUMNS = [
  'Model',
  { name: 'Answers known', isNumber: true },
  'Reward: the mean up to what may be hoped',
  { name: 'Mean', isNumber: true },
  { name: 'Hoped', isNumber: true },
  'Cost of a call: what may be hoped up to the mean',
  { name: 'Hoped', isNumber: true },
  { name: 'Mean', isNumber: true },
];

/** What was believed of each model at that moment. */
export function BoundsPanel({ round }: { round: Decision }): JSX.Element | null {
  const { bounds, combination } = round;
  if (bounds.length === 0) return null;
  const most = {
    reward: Math.max(1, ...bounds.map(({ upper_reward }) => upper_reward)),
    cost: Math.max(...bounds.map(({ mean_cost_usd }) => mean_cost_usd)),
  };
  return (
    <Panel
      heading="What was believed of the models"
      note={`Bounds at that moment. Bars of rewards go from 0 to ${score(most.reward)}, of costs from $0 to ${dollars(most.cost)}; the stroke is the estimate. Those that were chosen are shaded.`}
    >
      <Table caption="Bounds of the models" columns={COLUMNS}>
        {bounds.map((one) => (
          <Row key={one.model} of={one} most={most} isChosen={combination.includes(one.model)} />
        ))}
      </Table>
    </Panel>
  );
}

function Row({
  of: { model, rewards, mean_reward: mean, upper_reward: upper, mean_cost_usd, low_cost_usd },
  most,
  isChosen,
}: {
  of: Bounds;
  most: { reward: number; cost: number };
  isChosen: boolean;
}): JSX.Element {
  const { colour } = modelColours.value.of(model);
  return (
    <tr class={isChosen ? 'chosen' : undefined}>
      <th scope="row">
        <ModelName model={model} />
        {isChosen && <span class="hidden-text"> (chosen)</span>}
      </th>
      <td class="number">{count(rewards)}</td>
      <td>
        <Interval
          low={mean ?? 0}
          high={upper}
          estimate={mean}
          scale={[0, most.reward]}
          colour={colour}
          says={mean === null ? `up to ${score(upper)}` : `${score(mean)} up to ${score(upper)}`}
        />
      </td>
      <td class="number">{mean === null ? '–' : score(mean)}</td>
      <td class="number">{score(upper)}</td>
      <td>
        <Interval
          low={low_cost_usd}
          high={mean_cost_usd}
          estimate={mean_cost_usd}
          scale={[0, most.cost]}
          colour={colour}
          says={`${dollars(low_cost_usd)} up to ${dollars(mean_cost_usd)}`}
        />
      </td>
      <td class="number">{dollars(low_cost_usd)}</td>
      <td class="number">{dollars(mean_cost_usd)}</td>
    </tr>
  );
}
