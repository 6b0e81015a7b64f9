import type { JSX } from 'preact';
import { percent } from '../../format/numbers.js';
import { ModelName } from '../../ui/model-name.js';
import { Panel } from '../../ui/panel.js';
import { Share } from '../../ui/share.js';
import { Table } from '../../ui/table.js';
import type { Vote } from './round.js';

/** What the models voted, and how far each label is believed in. */
export function VotePanel({ of: vote }: { of: Vote }): JSX.Element {
  const beliefs = vote.beliefs.toSorted((one, other) => other.belief - one.belief);
  return (
    <div class="grid">
      <Panel
        heading="Beliefs"
        note={`Labels believed in so much were right ${percent(vote.confidence)} of the time so far.`}
      >
        <Table
          caption="Beliefs in the labels"
          columns={['Label', 'How far it is believed in', { name: 'Belief', isNumber: true }]}
        >
          {beliefs.map(({ label, belief }) => (
            <tr key={label} class={label === vote.label ? 'chosen' : undefined}>
              <th scope="row">{label}</th>
              <td>
                <Share of={belief} />
              </td>
              <td class="number">{percent(belief)}</td>
            </tr>
          ))}
        </Table>
      </Panel>
      <Panel
        heading="Votes"
        note="A weight is what a vote adds to the logarithm of its label’s belief."
      >
        <Table caption="Votes" columns={['Model', 'Label', { name: 'Weight', isNumber: true }]}>
          {vote.votes.map(({ model, label, weight }) => (
            <tr key={model}>
              <th scope="row">
                <ModelName model={model} />
              </th>
              <td>{label ?? <span class="faint">none of the labels</span>}</td>
              <td class="number">{weight.toFixed(2).replace('-', '−')}</td>
            </tr>
          ))}
        </Table>
      </Panel>
    </div>
  );
}
