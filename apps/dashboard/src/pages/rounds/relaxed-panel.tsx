import type { JSX } from 'preact';
import { dollars } from '../../format/dollars.js';
import { percent, score } from '../../format/numbers.js';
import { Facts } from '../../ui/facts.js';
import { ModelName } from '../../ui/model-name.js';
import { Panel } from '../../ui/panel.js';
import { Share } from '../../ui/share.js';
import { Status } from '../../ui/status.js';
import { Table } from '../../ui/table.js';
import type { Decision, Fractions, Mixture } from './round.js';

/** How the budget was best spent, and what chance made of it. */
export function RelaxedPanel({ round }: { round: Decision }): JSX.Element {
  const { relaxed } = round;
  const followed = relaxed.over === 'explored' ? relaxed.followed : relaxed;
  return (
    <Panel
      heading="The relaxed solution, and the draw"
      note="What the budget is best spent on in the long run; each round draws from it."
    >
      {followed.over === 'models' ? (
        <FractionTable of={followed} drawn={round.combination} />
      ) : (
        <MixtureTable of={followed} drawn={round.combination} />
      )}
      {relaxed.over === 'explored' && (
        <p class="hint">
          {percent(relaxed.share)} of the rounds try combinations of {relaxed.models.join(', ')} at
          random instead, to learn.
        </p>
      )}
      <p class="models">
        Drawn:
        {round.combination.map((model) => (
          <ModelName key={model} model={model} />
        ))}
      </p>
      <Facts
        of={[
          ['With probability', percent(round.propensity)],
          ['Seed of the draw', <code key="seed">{round.seed}</code>],
          ['Budget a query', dollars(round.budget_usd)],
          ['What the pacer let it spend', dollars(round.paced_budget_usd)],
          ['Expected cost', dollars(round.expected_cost_usd)],
          ['At worst', round.within_usd === null ? 'no limit' : dollars(round.within_usd)],
          [
            'One more dollar would earn',
            round.price_of_money === null ? '–' : `${score(round.price_of_money)} reward`,
          ],
          ['Reward model', `${round.reward_model}, of ${round.size}`],
          ...(round.rules === null
            ? []
            : [['Rules', JSON.stringify(round.rules)] as [string, string]]),
        ]}
      />
    </Panel>
  );
}

function MixtureTable({
  of: { support },
  drawn,
}: {
  of: Mixture;
  drawn: readonly string[];
}): JSX.Element {
  const isDrawn = (combination: readonly string[]): boolean =>
    combination.join('\n') === drawn.join('\n');
  return (
    <Table
      caption="The mixture of combinations"
      columns={[
        'Combination, in call order',
        'Share of the rounds',
        { name: 'Probability', isNumber: true },
        { name: 'Hoped reward', isNumber: true },
        { name: 'Expected cost', isNumber: true },
        { name: 'Drawn', isHidden: true },
      ]}
    >
      {support.map(({ combination, probability, reward, cost_usd }) => (
        <tr key={combination.join()} class={isDrawn(combination) ? 'chosen' : undefined}>
          <th scope="row">
            <span class="models">
              {combination.map((model) => (
                <ModelName key={model} model={model} />
              ))}
            </span>
          </th>
          <td>
            <Share of={probability} />
          </td>
          <td class="number">{percent(probability)}</td>
          <td class="number">{score(reward)}</td>
          <td class="number">{dollars(cost_usd)}</td>
          <td>{isDrawn(combination) && <Status of="active">drawn</Status>}</td>
        </tr>
      ))}
    </Table>
  );
}

function FractionTable({
  of: { fractions },
  drawn,
}: {
  of: Fractions;
  drawn: readonly string[];
}): JSX.Element {
  return (
    <Table
      caption="How often each model is best asked"
      columns={[
        'Model, in call order',
        'Share of the rounds',
        { name: 'Fraction', isNumber: true },
        { name: 'Drawn', isHidden: true },
      ]}
    >
      {fractions.map(({ model, fraction }) => (
        <tr key={model} class={drawn.includes(model) ? 'chosen' : undefined}>
          <th scope="row">
            <ModelName model={model} />
          </th>
          <td>
            <Share of={fraction} />
          </td>
          <td class="number">{percent(fraction)}</td>
          <td>{drawn.includes(model) && <Status of="active">drawn</Status>}</td>
        </tr>
      ))}
    </Table>
  );
}
