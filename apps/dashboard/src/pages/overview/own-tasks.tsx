import type { JSX } from 'preact';
import { dollars } from '../../format/dollars.js';
import { count, percent, score } from '../../format/numbers.js';
import { Facts } from '../../ui/facts.js';
import { ModelName } from '../../ui/model-name.js';
import { Broken, Empty, Loading } from '../../ui/states.js';
import { Table } from '../../ui/table.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { FirstQuery } from './first-query.js';

/** A task as a key sees it that may only ask. */
interface OwnTask {
  name: string;
  reward_model: string;
  budget_usd_per_query: number;
  cost_usd_per_query: number | null;
  rounds: number;
  spent_usd: number;
  models: { model: string; mean_reward: number | null; mean_cost_usd: number | null }[];
}

/** The tasks that a key may ask, with what has been learnt of their models. */
export function OwnTasks(): JSX.Element {
  const { body, error, again } = useLoaded<{ data: OwnTask[] }>('/v1/tasks');
  if (body === undefined) {
    return error === undefined ? <Loading what="tasks" /> : <Broken error={error} again={again} />;
  }
  if (body.data.length === 0) {
    return <Empty>There is no task that this key may ask: an admin can allow it one.</Empty>;
  }
  return (
    <div class="grid">
      {body.data.map((task) => (
        <OwnTaskCard key={task.name} task={task} />
      ))}
    </div>
  );
}

function OwnTaskCard({ task }: { task: OwnTask }): JSX.Element {
  const { cost_usd_per_query: cost, budget_usd_per_query: budget } = task;
  return (
    <article class="panel card" aria-label={task.name}>
      <header>
        <h2>{task.name}</h2>
        <span class="badge">{task.reward_model}</span>
      </header>
      {task.rounds === 0 ? (
        <FirstQuery task={task.name} />
      ) : (
        <Facts
          of={[
            ['Rounds', count(task.rounds)],
            ['Spent', dollars(task.spent_usd)],
            ['Cost a query', cost === null ? '–' : dollars(cost)],
            [
              'Budget a query',
              `${dollars(budget)}${cost === null ? '' : `, ${percent(cost / budget, 0)} used`}`,
            ],
          ]}
        />
      )}
      <Table
        caption={`Models of ${task.name}`}
        columns={[
          'Model',
          { name: 'Mean reward', isNumber: true },
          { name: 'Mean cost', isNumber: true },
        ]}
      >
        {task.models.map(({ model, mean_reward: reward, mean_cost_usd: usd }) => (
          <tr key={model}>
            <th scope="row">
              <ModelName model={model} />
            </th>
            <td class="number">{reward === null ? '–' : score(reward)}</td>
            <td class="number">{usd === null ? '–' : dollars(usd)}</td>
          </tr>
        ))}
      </Table>
    </article>
  );
}
