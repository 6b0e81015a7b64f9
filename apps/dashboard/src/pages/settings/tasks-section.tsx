import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { dollars } from '../../format/dollars.js';
import { Confirm } from '../../ui/confirm.js';
import { Status } from '../../ui/status.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { nameIn, textOf, type Entry } from './entry.js';
import { Listing } from './listing.js';
import { SourceMark } from './source-mark.js';
import { TaskDialog } from './task-dialog.js';

const COLUMNS = [
  'Task',
  'Reward',
  { name: 'Models a query', isNumber: true },
  { name: 'Budget a query', isNumber: true },
  'Policy',
  'Models',
  'State',
  'Written by',
  { name: 'Actions', isHidden: true },
];

/** The tasks as they are configured. */
export function TasksSection(): JSX.Element {
  const tasks = useLoaded<{ data: Entry[] }>('/admin/v1/tasks');
  const models = useLoaded<{ data: Entry[] }>('/admin/v1/models');
  const [open, setOpen] = useState<string | null>();
  const [stops, setStops] = useState<Entry>();
  const done = (): void => {
    setOpen(undefined);
    setStops(undefined);
    tasks.again();
  };
  const known = models.body?.data.map(({ name }) => name) ?? [];
  return (
    <Listing
      heading="Tasks"
      note="What is asked, what an answer earns, and what a query may cost."
      adds="New task"
      onAdd={() => setOpen(null)}
      loaded={tasks}
      columns={COLUMNS}
      empty="There is no task yet: nothing can be asked before there is one."
      row={(task) => (
        <TaskRow
          key={task.name}
          task={task}
          models={known.length}
          onEdit={() => setOpen(task.name)}
          onPause={() => setStops(task)}
        />
      )}
    >
      {open !== undefined && (
        <TaskDialog
          entry={tasks.body?.data.find(({ name }) => name === open)}
          models={known}
          onDone={done}
          onStale={tasks.again}
          onClose={() => setOpen(undefined)}
        />
      )}
      {stops !== undefined && (
        <Pause task={stops} onDone={done} onClose={() => setStops(undefined)} />
      )}
    </Listing>
  );
}

function TaskRow({
  task: { name, config, paused, source, file_differs },
  models,
  onEdit,
  onPause,
}: {
  task: Entry;
  models: number;
  onEdit: () => void;
  onPause: () => void;
}): JSX.Element {
  const own = config['models'];
  const standard = config['reward'] === 'vote' ? 'thrift' : 'c2mab-v';
  return (
    <tr>
      <td>
        <a href={`/tasks/${encodeURIComponent(name)}`}>{name}</a>
      </td>
      <td>{textOf(config['reward'])}</td>
      <td class="number">{textOf(config['size'])}</td>
      <td class="number">{dollars(Number(config['budgetUsdPerQuery']))}</td>
      <td>{nameIn(config['policy'], 'name', standard)}</td>
      <td>{Array.isArray(own) ? `${own.length} of ${models}` : 'all'}</td>
      <td>
        <Status of={paused ? 'paused' : 'active'} />
      </td>
      <td>
        <SourceMark source={source} differs={file_differs} />
      </td>
      <td class="deeds">
        <button type="button" onClick={onEdit} aria-label={`Change ${name}`}>
          Change
        </button>
        <button
          type="button"
          onClick={onPause}
          aria-label={`${paused ? 'Resume' : 'Pause'} ${name}`}
        >
          {paused ? 'Resume' : 'Pause'}
        </button>
      </td>
    </tr>
  );
}

function Pause({
  task: { name, paused },
  onDone,
  onClose,
}: {
  task: Entry;
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const step = paused ? 'resume' : 'pause';
  const run = async (): Promise<void> => {
    await ask(`/admin/v1/tasks/${encodeURIComponent(name)}/${step}`, { method: 'POST' });
    onDone();
  };
  return (
    <Confirm
      heading={paused ? `Let ${name} take queries again?` : `Let ${name} take no new queries?`}
      says={
        paused
          ? 'New queries are answered from now on.'
          : 'New queries are refused. Those under way are answered, and ratings count.'
      }
      action={paused ? 'Resume the task' : 'Pause the task'}
      run={run}
      onClose={onClose}
    />
  );
}
