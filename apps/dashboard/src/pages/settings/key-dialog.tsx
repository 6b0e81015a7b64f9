import type { JSX } from 'preact';
import { ask } from '../../api/client.js';
import { ChecksField, MomentField, NumberField, TextField } from '../../form/fields.js';
import { Form } from '../../form/form.js';
import type { Written } from '../../form/written.js';
import { isoOf, localMoment } from '../../format/local-moment.js';
import { Dialog } from '../../ui/dialog.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { tagOf, textOf, type Entry } from './entry.js';
import type { Key } from './key.js';

interface Shown {
  name: string;
  key: string;
}

interface KeyDialogProps {
  of: Key | undefined;
  onDone: (made?: Shown) => void;
  onStale: () => void;
  onClose: () => void;
}

const ROLES = [
  { value: 'query', text: 'query: ask and read' },
  { value: 'rate', text: 'rate: send ratings' },
  { value: 'admin', text: 'admin: everything' },
];

/** Makes a key, or changes what one may do. */
export function KeyDialog({ of: key, onDone, onStale, onClose }: KeyDialogProps): JSX.Element {
  const tasks = useLoaded<{ data: Entry[] }>('/admin/v1/tasks').body?.data ?? [];
  const send = async (written: Written): Promise<void> => {
    const body = termsOf(written);
    if (key === undefined) {
      const made = await ask<Shown>('/admin/v1/keys', { method: 'POST', body });
      onDone(made.body);
    } else {
      await ask(`/admin/v1/keys/${key.id}`, { method: 'PATCH', body, ifMatch: tagOf(key) });
      onDone();
    }
  };
  return (
    <Dialog heading={key === undefined ? 'New key' : key.name} onClose={onClose}>
      <Form
        key={key?.version}
        action={key === undefined ? 'Make the key' : 'Save'}
        send={send}
        onStale={onStale}
      >
        <TextField label="Name" name="name" first={key?.name ?? ''} hint="For people" />
        <ChecksField label="Roles" name="roles" options={ROLES} ticked={key?.roles ?? ['query']} />
        <ChecksField
          key={tasks.length}
          label="Tasks"
          name="tasks"
          options={tasks.map(({ name }) => ({ value: name }))}
          ticked={key?.tasks ?? []}
          hint="The only ones that it is for; none ticked: all"
        />
        <div class="pair">
          <NumberField
            label="Requests a minute"
            name="requests_per_minute"
            first={textOf(key?.requests_per_minute)}
            hint="At each replica; empty: no limit"
          />
          <MomentField
            label="Expires"
            name="expires_at"
            first={localMoment(key?.expires_at ?? null)}
            hint="Empty: never"
          />
        </div>
      </Form>
    </Dialog>
  );
}

function termsOf(written: Written): Record<string, unknown> {
  const tasks = written.all('tasks');
  return {
    name: written.text('name'),
    roles: written.all('roles'),
    tasks: tasks.length === 0 ? null : tasks,
    requests_per_minute: written.number('requests_per_minute') ?? null,
    expires_at: isoOf(written.text('expires_at')) ?? null,
  };
}

/** Gives a key a new secret beside the old one. */
export function RotateDialog({
  of: key,
  onDone,
  onStale,
  onClose,
}: KeyDialogProps & { of: Key }): JSX.Element {
  const send = async (written: Written): Promise<void> => {
    const body = { grace_seconds: written.number('grace_seconds') };
    const asked = { method: 'POST', body, ifMatch: tagOf(key) } as const;
    onDone((await ask<Shown>(`/admin/v1/keys/${key.id}/rotate`, asked)).body);
  };
  return (
    <Dialog heading={`A new secret for ${key.name}`} onClose={onClose}>
      <Form action="Rotate the key" send={send} onStale={onStale}>
        <NumberField
          label="Seconds that the old secret stays good"
          name="grace_seconds"
          first="86400"
          hint="So that programs can be changed one after another; 0: it is refused at once"
        />
      </Form>
    </Dialog>
  );
}
