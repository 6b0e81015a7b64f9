import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { Confirm } from '../../ui/confirm.js';
import { tagOf, type Entry } from './entry.js';

type Step = 'delete' | 'revert' | 'reset';

const STEPS = {
  delete: {
    heading: 'Delete',
    says: 'Queries under way are carried through, and what was learnt is kept.',
    method: 'DELETE',
    path: '',
  },
  revert: {
    heading: 'Go back to what purser.yaml says of',
    says: 'What was changed here since is lost.',
    method: 'POST',
    path: '/revert',
  },
  reset: {
    heading: 'Forget all that was learnt of',
    says: 'Its models are as if never asked. Rounds and money stay in the books.',
    method: 'POST',
    path: '/reset',
  },
} as const;

/** The ways to undo a task or a model. */
export function EntryRemoval({
  kind,
  entry,
  onDone,
}: {
  kind: 'task' | 'model';
  entry: Entry;
  onDone: () => void;
}): JSX.Element {
  const [asks, setAsks] = useState<Step>();
  const run = async (step: Step): Promise<void> => {
    const { method, path } = STEPS[step];
    const at = `/admin/v1/${kind}s/${encodeURIComponent(entry.name)}${path}`;
    await ask(at, { method, ifMatch: tagOf(entry) });
    onDone();
  };
  return (
    <div class="row undo">
      {entry.file_differs && (
        <button type="button" onClick={() => setAsks('revert')}>
          Revert to purser.yaml
        </button>
      )}
      {kind === 'task' && (
        <button type="button" onClick={() => setAsks('reset')}>
          Forget what was learnt
        </button>
      )}
      <button type="button" class="danger end" onClick={() => setAsks('delete')}>
        Delete
      </button>
      {asks !== undefined && (
        <Confirm
          heading={`${STEPS[asks].heading} ${entry.name}?`}
          says={STEPS[asks].says}
          action={asks === 'delete' ? 'Delete' : asks === 'revert' ? 'Revert' : 'Forget'}
          isDangerous
          run={() => run(asks)}
          onClose={() => setAsks(undefined)}
        />
      )}
    </div>
  );
}
