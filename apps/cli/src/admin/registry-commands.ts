import { Command } from 'commander';
import { asking, pathOf } from './asking.js';
import { dollarsOf } from './dollars.js';
import { exportCommand, spanOf } from './export-command.js';
import { fieldsOf } from './field-values.js';

/** `purser tasks …`: tasks as the registry has them. */
export function tasksCommand(): Command {
  return registryCommand('tasks', 'task')
    .addCommand(
      asking(
        'preview <name> <field=value...>',
        'show what a change would choose',
        (api, name: string, words: string[]) =>
          api.post(`${pathOf('tasks', name)}/preview`, fieldsOf(words)),
      ),
    )
    .addCommand(
      asking('pause <name>', 'let a task take no new queries', (api, name: string) =>
        api.post(`${pathOf('tasks', name)}/pause`),
      ),
    )
    .addCommand(
      asking('resume <name>', 'let a paused task take queries again', (api, name: string) =>
        api.post(`${pathOf('tasks', name)}/resume`),
      ),
    )
    .addCommand(
      asking(
        'stats <name> [from=TIME|to=TIME...]',
        'show what is known of a task, and what became of the queries of a day',
        (api, name: string, words: string[]) =>
          api.get(`${pathOf('tasks', name)}/statistics${spanOf(words)}`),
      ),
    )
    .addCommand(
      asking(
        'what-if <name> <usd> [field=value...]',
        'estimate from the log what other budgets (0.001,0.002) would have bought, and other fields',
        (api, name: string, usd: string, words: string[]) =>
          api.post(`${pathOf('tasks', name)}/what-if`, {
            budgets_usd: usd.split(',').map(dollarsOf),
            change: fieldsOf(words),
          }),
      ),
    )
    .addCommand(
      asking(
        'versions <name>',
        'show what was learnt of the subsets of a task with policy: select',
        (api, name: string) => api.get(`${pathOf('tasks', name)}/versions`),
      ),
    )
    .addCommand(
      asking(
        'choose-version <name> <version>',
        'let a version choose the subsets of a task again',
        (api, name: string, version: string) =>
          api.post(`${pathOf('tasks', name)}/versions/${encodeURIComponent(version)}/revert`),
      ),
    )
    .addCommand(exportCommand())
    .addCommand(
      asking('reset <name>', 'forget all that was learnt of a task', (api, name: string) =>
        api.change('POST', pathOf('tasks', name), undefined, '/reset'),
      ),
    );
}

/** `purser train`: versions of a task that chooses subsets by query. */
export function trainCommand(): Command {
  return asking(
    'train <task>',
    'learn which subsets of models suit which queries of a task with policy: select, now',
    (api, name: string) => api.post(`${pathOf('tasks', name)}/train`),
  );
}

/** `purser models …`: models as the registry has them. */
export function modelsCommand(): Command {
  return registryCommand('models', 'model');
}

/** `purser budgets …`: what tasks may cost a query, in the long run. */
export function budgetsCommand(): Command {
  return new Command('budgets')
    .description('Look at the budgets of tasks, and set them.')
    .addCommand(
      asking('list', 'list what tasks may cost and did cost, a query', async (api) => {
        const { data } = (await api.get('/v1/tasks')) as { data: Record<string, unknown>[] };
        const fields = ['name', 'budget_usd_per_query', 'cost_usd_per_query', 'rounds'];
        return { data: data.map((task) => Object.fromEntries(fields.map((f) => [f, task[f]]))) };
      }),
    )
    .addCommand(
      asking('set <task> <usd>', 'set the dollars a query', (api, task: string, usd: string) =>
        api.change('PATCH', pathOf('tasks', task), { budgetUsdPerQuery: dollarsOf(usd) }),
      ),
    );
}

function registryCommand(list: 'tasks' | 'models', kind: string): Command {
  return new Command(list)
    .description(`Look at ${list}, and change them in a running service.`)
    .addCommand(asking('list', `list the ${list}`, (api) => api.get(`/admin/v1/${list}`)))
    .addCommand(
      asking('show <name>', `show a ${kind}`, (api, name: string) => api.get(pathOf(list, name))),
    )
    .addCommand(
      asking(
        'create <name> <field=value...>',
        `make a ${kind}`,
        (api, name: string, words: string[]) =>
          api.post(`/admin/v1/${list}`, { name, config: fieldsOf(words) }),
      ),
    )
    .addCommand(
      asking(
        'set <name> <field=value...>',
        `change a ${kind}; field=null takes away`,
        (api, name: string, words: string[]) =>
          api.change('PATCH', pathOf(list, name), fieldsOf(words)),
      ),
    )
    .addCommand(
      asking('revert <name>', `take a ${kind} back to what purser.yaml says`, (api, name: string) =>
        api.change('POST', pathOf(list, name), undefined, '/revert'),
      ),
    )
    .addCommand(
      asking('delete <name>', `delete a ${kind}`, (api, name: string) =>
        api.change('DELETE', pathOf(list, name)),
      ),
    );
}
