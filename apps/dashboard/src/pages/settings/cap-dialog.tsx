import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { CheckField, NumberField, SelectField, TextField } from '../../form/fields.js';
import { Form } from '../../form/form.js';
import type { Written } from '../../form/written.js';
import { Dialog } from '../../ui/dialog.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { subjectOf, type Cap } from './cap.js';
import { tagOf, textOf, type Entry } from './entry.js';
import type { Key } from './key.js';

const SCOPES = [
  { value: 'task', text: 'a task' },
  { value: 'key', text: 'an API key' },
  { value: 'global', text: 'all queries together' },
];
const WINDOWS = ['minute', 'hour', 'day', 'week', 'month'].map((value) => ({ value }));

/** Makes a cap, or changes the limit of one. */
export function CapDialog({
  of: cap,
  onDone,
  onStale,
  onClose,
}: {
  of: Cap | undefined;
  onDone: () => void;
  onStale: () => void;
  onClose: () => void;
}): JSX.Element {
  const send = async (written: Written): Promise<void> => {
    const limit_usd = written.number('limit_usd');
    if (cap === undefined) {
      const body = { ...termsOf(written), limit_usd };
      await ask('/admin/v1/caps', { method: 'POST', body });
    } else {
      const asked = { method: 'PATCH', body: { limit_usd }, ifMatch: tagOf(cap) } as const;
      await ask(`/admin/v1/caps/${cap.id}`, asked);
    }
    onDone();
  };
  return (
    <Dialog
      heading={cap === undefined ? 'New cap' : `Cap of ${subjectOf(cap)}, a ${cap.window}`}
      onClose={onClose}
    >
      <Form
        key={cap?.version}
        action={cap === undefined ? 'Make the cap' : 'Save'}
        send={send}
        onStale={onStale}
      >
        {cap === undefined && <Terms />}
        <NumberField label="Limit, dollars" name="limit_usd" first={textOf(cap?.limit_usd)} />
      </Form>
    </Dialog>
  );
}

function Terms(): JSX.Element {
  const [scope, setScope] = useState('task');
  const path = scope === 'key' ? '/admin/v1/keys' : '/admin/v1/tasks';
  const subjects = useLoaded<{ data: (Entry | Key)[] }>(path).body?.data ?? [];
  return (
    <>
      <div class="pair">
        <SelectField label="Of" name="scope" options={SCOPES} first="task" onChange={setScope} />
        {scope !== 'global' && (
          <SelectField
            key={`${scope} ${subjects.length}`}
            label={scope === 'key' ? 'Key' : 'Task'}
            name="subject"
            options={subjects.map((one) =>
              'id' in one ? { value: one.id, text: one.name } : { value: one.name },
            )}
          />
        )}
      </div>
      <div class="pair">
        <SelectField label="In each" name="window" options={WINDOWS} first="day" />
        <TextField
          label="Time zone"
          name="time_zone"
          first="UTC"
          hint="Where days, weeks and months begin"
        />
      </div>
      <CheckField
        label="Hard: refuse what would pass it"
        name="hard"
        isTicked
        hint="A soft cap only tells that it was passed"
      />
    </>
  );
}

function termsOf(written: Written): Record<string, unknown> {
  return {
    scope: written.text('scope'),
    subject: written.optional('subject') ?? null,
    window: written.text('window'),
    time_zone: written.text('time_zone'),
    hard: written.has('hard'),
  };
}
